"""Makes a further attempt after a 500 whose script did not fail.

It returned what is not JSON, and will again.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying
from azureml_scoring.outcome import script_failed

CAUGHT_BY: Final = ("retries/not-after-script-ran-500",)
VIOLATES: Final = ("RETRY-2",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) or (reply.status == 500 and not script_failed(reply.headers))


retryable = retrying.retryable
retrying.retryable = _retryable
sys.exit(run(Client))
