"""Makes a further attempt after every status from 500 on.

Even after 501 and 505, and after a script that failed.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/not-after-501",
    "retries/not-after-505",
    "retries/not-after-script-failed-500",
    "retries/not-after-script-failed-503",
    "retries/not-after-script-ran-500",
)
VIOLATES: Final = ("RETRY-2",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) or reply.status >= 500


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
