"""Makes a further attempt after 409 and 425.

Some libraries do by default.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/not-after-409",
    "retries/not-after-425",
)
VIOLATES: Final = ("RETRY-2",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) or reply.status in {409, 425}


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
