"""Fails a call while ten others of its handle are in flight.

Up to ten overlapping calls succeed.
"""

import sys
import time
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = ("calls/at-once",)
VIOLATES: Final = ("SCORE-3",)


class _Ten(Client):
    in_flight = 0

    def send(self, request: Request) -> Reply:
        if self.in_flight == 10:
            raise TransportError(ErrorKind.CONNECTION, "no connection is free", retryable=False)
        self.in_flight += 1
        try:
            reply = super().send(request)
            time.sleep(0.25)  # so that calls overlap that begin at the same time
            return reply
        finally:
            self.in_flight -= 1


sys.exit(run(_Ten))
