"""Answers the tenth call of a handle with the reply to its ninth if no other call is in flight.

Overlapping calls get their own replies.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("calls/in-sequence",)
VIOLATES: Final = ("SCORE-3",)


class _Stale(Client):
    calls = 0
    in_flight = 0
    latest: Reply | None = None

    def send(self, request: Request) -> Reply:
        self.calls += 1
        self.in_flight += 1
        stale = self.latest if self.calls == 10 and self.in_flight == 1 else None
        try:
            self.latest = super().send(request)
        finally:
            self.in_flight -= 1
        return stale or self.latest


sys.exit(run(_Stale))
