"""Opens a new connection after a reply with status 200 that has no prediction.

An error reply leaves the connection open.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Reply

CAUGHT_BY: Final = (
    "connections/after-html",
    "connections/after-no-content",
)
VIOLATES: Final = ("CONNECTION-1",)


class _Renewing(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        try:
            return super().read_predictions(reply)
        except NoPredictionError:
            self.reconnect()
            raise


sys.exit(run(_Renewing))
