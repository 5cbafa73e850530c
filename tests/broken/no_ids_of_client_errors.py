"""Reports no ids with statuses below 500, but for a 404.

Errors of the service have theirs.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "failures/all-of-200",
    "failures/all-of-302",
    "failures/all-of-400",
    "failures/all-of-401",
    "failures/all-of-403",
    "failures/all-of-413",
    "failures/all-of-424",
    "failures/all-of-429",
    "operations/health-302",
    "operations/health-401",
    "retries/three-by-default",
)
VIOLATES: Final = ("ERROR-4",)


class _Broken(Client):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        if reply.status < 500 and reply.status != 404:
            error.request_id = error.client_request_id = None
        return error


sys.exit(run(_Broken))
