"""Loses the message of an error while other calls of the handle are in flight.

A call that is alone reports the message.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request, ScoringError

CAUGHT_BY: Final = (
    "calls/cancelled-on-the-same-handle",
    "calls/errors-at-once",
    "keys/both-refused",
    "keys/changed-once",
    "limits/overall-between-attempts",
    "options/more-retries",
    "retries/three-by-default",
)
VIOLATES: Final = ("ERROR-2",)


class _Losing(Client):
    in_flight = 0

    def send(self, request: Request) -> Reply:
        self.in_flight += 1
        return super().send(request)

    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and self.in_flight > 1:
            error.message = f"HTTP {reply.status}"
        self.in_flight -= 1
        return error


sys.exit(run(_Losing))
