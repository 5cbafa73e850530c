"""Changes its key once in each attempt, and not once in a call.

In a call of one attempt it is the same.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, Request, ScoringClient
from azureml_scoring.authenticating import Authenticating

CAUGHT_BY: Final = ("keys/changed-once",)
VIOLATES: Final = ("AUTH-4",)


def _send(self: Authenticating, request: Request) -> Reply:
    request.call.changed_credential = False
    return send(self, request)


send = Authenticating.send
Authenticating.send = _send
sys.exit(run(ScoringClient))
