"""Repeats a request once if the connection is reset before the reply.

A reset within the reply is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from _reply_begun import has_begun, not_begun
from azureml_scoring import Reply, Request, TransportError

CAUGHT_BY: Final = (
    "errors/reset-at-once",
    "failures/nothing-of-the-one-before",
    "replies/not-repeated-reset",
    "responses/after-a-broken-connection",
    "retries/after-a-connection-reset",
)
VIOLATES: Final = ("REQUEST-1",)


class _Repeating(Client):
    def send(self, request: Request) -> Reply:
        not_begun()
        try:
            return super().send(request)
        except TransportError as problem:
            if has_begun() or "reset" not in str(problem):
                raise
        return super().send(request)


sys.exit(run(_Repeating))
