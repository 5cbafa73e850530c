"""Opens a new connection after eighteen calls.

Until then the connection is reused.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = ("connections/twenty-calls",)
VIOLATES: Final = ("CONNECTION-1",)


class _Renewing(ScoringClient):
    calls = 0

    def send(self, request: ScoringRequest) -> Reply:
        self.calls += 1
        if self.calls == 19:
            self._transport.close()
            self._transport = Transport(self.configuration.uri)
        return super().send(request)


sys.exit(run(_Renewing))
