"""Opens a new connection for each call after one that timed out.

Before that, connections are used again.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import Transport, TransportError

CAUGHT_BY: Final = ("errors/then-scores-timeout",)
VIOLATES: Final = ("CONNECTION-1",)


class _Cautious(ScoringClient):
    late = False

    def send(self, request: ScoringRequest) -> Reply:
        if self.late:
            self._transport.close()
            self._transport = Transport(self.configuration.uri)
        try:
            return super().send(request)
        except TransportError as problem:
            self.late |= problem.kind is ErrorKind.TIMEOUT
            raise


sys.exit(run(_Cautious))
