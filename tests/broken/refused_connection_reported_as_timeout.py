"""Reports a connection that is refused as a timeout.

A connection that breaks is reported as one.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "configuration/uri-takes-*",
    "errors/refused",
    "retries/after-a-refused-connection",
)
VIOLATES: Final = ("CONNECTION-5",)


class _Refused(Client):
    def send(self, request: Request) -> Reply:
        try:
            return super().send(request)
        except TransportError as problem:
            if "refused" in str(problem):
                raise TransportError(ErrorKind.TIMEOUT, str(problem)) from None
            raise


sys.exit(run(_Refused))
