"""Makes a further attempt after every status from 300 on.

Even after those that would come again.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "keys/both-refused",
    "keys/forbidden",
    "keys/refused-by-the-script",
    "operations/bytes-refused",
    "operations/health-below-two-slashes",
    "operations/health-of-a-host",
    "retries/not-after-307",
    "retries/not-after-400",
    "retries/not-after-401",
    "retries/not-after-403",
    "retries/not-after-404",
    "retries/not-after-409",
    "retries/not-after-413",
    "retries/not-after-424",
    "retries/not-after-425",
    "retries/not-after-431",
    "retries/not-after-501",
    "retries/not-after-505",
    "retries/not-after-model-error",
    "retries/not-after-script-*",
    "retries/not-after-too-many-pending",
)
VIOLATES: Final = ("RETRY-2",)


def _retryable(reply: Reply) -> bool:
    return not reply.successful


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
