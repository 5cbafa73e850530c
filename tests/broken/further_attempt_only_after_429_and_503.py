"""Makes a further attempt only after 429 and 503.

These are the statuses that come with Retry-After.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/after-408",
    "retries/after-500",
    "retries/after-502",
    "retries/after-502-of-a-front-end",
    "retries/after-504",
    "retries/after-model-not-ready",
    "retries/three-by-default",
)
VIOLATES: Final = ("RETRY-1",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) and reply.status in {429, 503}


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
