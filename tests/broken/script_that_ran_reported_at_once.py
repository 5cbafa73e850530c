"""Makes no further attempt if the reply says anything of the script.

A front end may say so as well, with a 502.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = ("retries/after-502-of-a-front-end",)
VIOLATES: Final = ("RETRY-1",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) and "x-ms-run-function-failed" not in reply.headers


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
