"""Makes a further attempt after every 424.

Whatever the reason of the model.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/not-after-424",
    "retries/not-after-model-error",
    "retries/not-after-script-failed-not-ready",
    "retries/not-after-too-many-pending",
)
VIOLATES: Final = ("RETRY-2",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) or reply.status == 424


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
