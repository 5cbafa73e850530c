"""Fails each call after a reply that closes its connection.

Calls on open connections succeed.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "connections/closing",
    "connections/closing-an-error",
)
VIOLATES: Final = ("CONNECTION-3",)


class _Reusing(Client):
    closed = False

    def send(self, request: Request) -> Reply:
        if self.closed:
            self.closed = False
            raise TransportError(ErrorKind.CONNECTION, "the connection is closed", retryable=False)
        reply = super().send(request)
        self.closed = reply.headers.get("connection", "").lower() == "close"
        return reply


sys.exit(run(_Reusing))
