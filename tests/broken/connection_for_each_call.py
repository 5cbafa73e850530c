"""Makes a connection for each call.

Each of them is used as it should be.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = ("connections/*",)


class _Fresh(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        self._transport.close()
        self._transport = Transport(self.configuration.uri)
        return super().send(request)


sys.exit(run(_Fresh))
