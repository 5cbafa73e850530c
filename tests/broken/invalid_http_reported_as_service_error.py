"""Reports a reply that is not HTTP as an error of the service.

A connection that breaks is reported as one.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Request, ScoringError

CAUGHT_BY: Final = (
    "framing/not-http-banner",
    "framing/not-http-chunk-*",
    "framing/not-http-length-*",
    "framing/not-http-status",
    "framing/not-http-two-lengths",
    "framing/switches-protocols",
    "secrets/echoed-in-broken-*",
)
VIOLATES: Final = ("CONNECTION-6",)


OTHERS: Final = ("broke", "reset", "refused", "more expected", "certificate")
"""In the message if the connection failed for another reason."""


class _Service(Client):
    def _error_of_transport(self, problem: Any, request: Request) -> ScoringError:
        error = super()._error_of_transport(problem, request)
        other = any(text in error.message for text in OTHERS)
        if problem.kind is ErrorKind.CONNECTION and not other:
            error.kind = ErrorKind.SERVICE
        return error


sys.exit(run(_Service))
