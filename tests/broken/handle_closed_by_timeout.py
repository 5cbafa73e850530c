"""Closes itself when a call times out.

Other failures change nothing.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "errors/then-scores-timeout",
    "limits/overall-over-attempts",
    "options/shorter-attempt",
    "retries/after-a-time-limit",
)
VIOLATES: Final = ("SCORE-4",)


class _Broken(Client):
    def send(self, request: Request) -> Reply:
        try:
            return super().send(request)
        except TransportError as problem:
            if problem.kind is ErrorKind.TIMEOUT:
                self.close()
            raise


sys.exit(run(_Broken))
