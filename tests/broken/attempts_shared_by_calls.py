"""Makes three further attempts in all its calls together.

The first calls use them up.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request
from azureml_scoring.retrying import Retrying

CAUGHT_BY: Final = (
    "options/beside-another",
    "options/fewer-retries",
    "retries/each-call-anew",
)
VIOLATES: Final = ("RETRY-3",)


def _send(self: Retrying, request: Request) -> Reply:
    call = request.call
    call.retries = left.setdefault(self, call.retries)
    try:
        return send(self, request)
    finally:
        left[self] -= max(call.attempts - 1, 0)


left: Final[dict[Retrying, int]] = {}
send = Retrying.send
Retrying.send = _send
sys.exit(run(Client))
