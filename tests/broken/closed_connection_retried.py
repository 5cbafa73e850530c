"""Repeats a request once if the connection is closed before the reply.

A connection that is closed within the reply is reported, and so is a reset.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from _reply_begun import has_begun, not_begun
from azureml_scoring import Reply, Request, TransportError

CAUGHT_BY: Final = (
    "errors/connection-closed",
    "retries/after-a-connection-closed",
)
VIOLATES: Final = ("REQUEST-1",)


class _Repeating(Client):
    def send(self, request: Request) -> Reply:
        not_begun()
        try:
            return super().send(request)
        except TransportError as problem:
            if has_begun() or "broke" not in str(problem):
                raise
        return super().send(request)


sys.exit(run(_Repeating))
