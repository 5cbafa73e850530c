"""Makes a further attempt after every status from 300 on.

Even after those that would come again.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("RETRY-2",)


def _retryable(reply: Reply) -> bool:
    return not reply.successful


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
