"""Reports the client request id of a handle's first call in all its errors.

Each call sends one of its own.
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

CAUGHT_BY: Final = ("calls/error-ids-in-sequence",)
VIOLATES: Final = ("ERROR-4",)


class _Broken(Client):
    first: str | None = None

    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        error.client_request_id = self.first
        return error

    def send(self, request: Request) -> Reply:
        self.first = self.first or request.call.client_request_id
        return super().send(request)


sys.exit(run(_Broken))
