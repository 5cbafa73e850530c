"""Counts no attempt of a call that was cancelled.

Its kind is right.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Request, ScoringError, TransportError

CAUGHT_BY: Final = (
    "calls/cancelled",
    "calls/cancelled-bytes",
    "calls/cancelled-health",
    "calls/cancelled-payload",
    "calls/cancelled-swagger",
)
VIOLATES: Final = ("CANCEL-1",)


class _Uncounted(Client):
    def _error_of_transport(self, problem: TransportError, request: Request) -> ScoringError:
        error = super()._error_of_transport(problem, request)
        if problem.kind is ErrorKind.CANCELLED:
            error.attempts -= 1
        return error


sys.exit(run(_Uncounted))
