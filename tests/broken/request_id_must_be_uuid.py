"""Reports a request id of at most 36 characters.

A UUID is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = ("failures/all-*",)
VIOLATES: Final = ("ERROR-4",)


class _Broken(Client):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        if error.request_id is not None:
            error.request_id = error.request_id[:36]
        return error


sys.exit(run(_Broken))
