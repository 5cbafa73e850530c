"""Leaves the client request id out of the error of a timeout.

All other errors have it.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ErrorKind, ScoringClient, ScoringError, ScoringRequest

CAUGHT_BY: Final = (
    "errors/attempt-timeout",
    "failures/incomplete-late",
)
VIOLATES: Final = ("ERROR-4",)


class _NoId(ScoringClient):
    def _error_of_transport(self, problem: Any, request: ScoringRequest) -> ScoringError:
        error = super()._error_of_transport(problem, request)
        if problem.kind is ErrorKind.TIMEOUT:
            error.client_request_id = None
        return error


sys.exit(run(_NoId))
