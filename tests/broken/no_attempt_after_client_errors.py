"""Makes no further attempt after 408 and 429.

After statuses from 500 on it does.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/after-408",
    "retries/after-429",
    "retries/waits-no-longer-than-asked",
)
VIOLATES: Final = ("RETRY-1",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) and reply.status >= 424 and reply.status != 429


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
