"""Opens a new connection after a reply of more than 65,536 bytes.

After other replies the connection is reused.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = ("connections/after-large-error",)
VIOLATES: Final = ("CONNECTION-1",)


class _Broken(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        reply = super().send(request)
        if len(reply.body) > 65536:
            self._transport.close()
            self._transport = Transport(self.configuration.uri)
        return reply


sys.exit(run(_Broken))
