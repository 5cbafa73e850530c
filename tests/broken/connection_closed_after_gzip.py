"""Opens a new connection after predictions that were compressed.

Predictions that were sent plain leave the connection open, and so do errors.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = ("connections/after-gzip",)
VIOLATES: Final = ("CONNECTION-1",)


class _Renewing(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        reply = super().send(request)
        if reply.successful and "content-encoding" in reply.headers:
            self._transport.close()
            self._transport = Transport(self.configuration.uri)
        return reply


sys.exit(run(_Renewing))
