"""Makes no further attempt after a 500.

A 502, 503 or 504 is followed by one.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/after-500",
    "retries/three-by-default",
)
VIOLATES: Final = ("RETRY-1",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) and reply.status != 500


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
