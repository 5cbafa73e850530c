"""Counts the attempts of all calls of a handle.

The first call of a handle has one.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import (
    ErrorKind,
    Reply,
    Request,
    ScoringError,
)

CAUGHT_BY: Final = (
    "calls/error-ids-in-sequence",
    "calls/errors-at-once",
    "failures/kind-of-*",
    "failures/nothing-of-the-one-before",
    "failures/script-failed-in-others",
    "options/beside-another",
    "options/more-retries",
    "replies/not-repeated-empty",
    "replies/not-repeated-html",
    "replies/not-repeated-model",
    "replies/not-repeated-unauthorized",
    "responses/of-each-call",
    "scoring/payload-error",
)
VIOLATES: Final = ("REQUEST-1",)


class _Broken(Client):
    sent = 0

    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        error.attempts = self.sent
        return error

    def send(self, request: Request) -> Reply:
        self.sent += 1
        return super().send(request)


sys.exit(run(_Broken))
