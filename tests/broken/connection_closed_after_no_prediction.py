"""Opens a new connection after a reply with status 200 that has no prediction.

An error reply leaves the connection open.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient
from azureml_scoring.reply import NoPredictionError
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = (
    "connections/after-html",
    "connections/after-no-content",
)
VIOLATES: Final = ("CONNECTION-1",)


class _Renewing(ScoringClient):
    def read_predictions(self, reply: Reply) -> list[float]:
        try:
            return super().read_predictions(reply)
        except NoPredictionError:
            self._transport.close()
            self._transport = Transport(self.configuration.uri)
            raise


sys.exit(run(_Renewing))
