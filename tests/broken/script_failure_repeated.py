"""Makes a further attempt after a script that failed.

The status alone decides.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying
from requests.structures import CaseInsensitiveDict

CAUGHT_BY: Final = ("retries/not-after-script-*",)
VIOLATES: Final = ("RETRY-2",)


def _retryable(reply: Reply) -> bool:
    headers = CaseInsensitiveDict(reply.headers)
    headers.pop("x-ms-run-function-failed", None)
    return retryable(dataclasses.replace(reply, headers=headers))


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
