"""Reports at once that the model is not ready.

Every other failure that may pass is followed by a further attempt.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = ("retries/after-model-not-ready",)
VIOLATES: Final = ("RETRY-1",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) and reply.status != 424


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
