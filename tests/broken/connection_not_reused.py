"""Opens a new connection for each call.

Each connection is used correctly.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = (
    "calls/in-sequence",
    "calls/own-connections",
    "connections/after-*",
    "connections/twenty-calls",
    "errors/then-scores-timeout",
    "scoring/payload-error",
)
VIOLATES: Final = ("CONNECTION-1",)


class _NewConnection(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        self._transport.close()
        self._transport = Transport(self.configuration.uri)
        return super().send(request)


sys.exit(run(_NewConnection))
