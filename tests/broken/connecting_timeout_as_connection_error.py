"""Reports a connection that was not made in time as a connection error.

A reply that does not arrive in time is reported as a timeout.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "timeouts/connecting",
    "timeouts/connecting-tiny",
)
VIOLATES: Final = ("TIMEOUT-4",)


class _NotConnected(Client):
    def send(self, request: Request) -> Reply:
        try:
            return super().send(request)
        except TransportError as error:
            if str(error).startswith("no connection"):
                error.kind = ErrorKind.CONNECTION
            raise


sys.exit(run(_NotConnected))
