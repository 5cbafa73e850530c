"""Makes a further attempt with the same key after a 401.

The key will be refused again.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "keys/both-refused",
    "keys/refused-by-the-script",
    "retries/not-after-401",
)
VIOLATES: Final = ("RETRY-2",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) or reply.status == 401


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
