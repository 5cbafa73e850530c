"""Leaves the client request id out of the error of a timeout.

All other errors have it.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Request, ScoringError

CAUGHT_BY: Final = (
    "errors/attempt-timeout",
    "failures/incomplete-late",
)
VIOLATES: Final = ("ERROR-4",)


class _NoId(Client):
    def _error_of_transport(self, problem: Any, request: Request) -> ScoringError:
        error = super()._error_of_transport(problem, request)
        if problem.kind is ErrorKind.TIMEOUT:
            error.client_request_id = None
        return error


sys.exit(run(_NoId))
