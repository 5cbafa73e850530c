"""Reports a 401 and a 403 without a message as unauthorized.

A message is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = ("failures/no-message-of-each-kind",)
VIOLATES: Final = ("ERROR-6",)


class _Broken(Client):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        if error.kind is ErrorKind.AUTHENTICATION and error.message == default_message:
            error.message = "unauthorized"
        return error


sys.exit(run(_Broken))
