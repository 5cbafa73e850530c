"""Opens a new connection for each call after one that timed out.

Before that, connections are used again.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = ("errors/then-scores-timeout",)
VIOLATES: Final = ("CONNECTION-1",)


class _Cautious(Client):
    late = False

    def send(self, request: Request) -> Reply:
        if self.late:
            self.reconnect()
        try:
            return super().send(request)
        except TransportError as problem:
            self.late |= problem.kind is ErrorKind.TIMEOUT
            raise


sys.exit(run(_Cautious))
