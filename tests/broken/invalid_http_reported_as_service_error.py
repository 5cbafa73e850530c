"""Reports a reply that is not HTTP as an error of the service.

A connection that breaks is reported as one.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ErrorKind, ScoringClient, ScoringError, ScoringRequest

CAUGHT_BY: Final = (
    "calls/failure-beside-success",
    "errors/cut-off-in-body",
    "errors/cut-off-in-error",
    "errors/refused",
    "errors/reply-cut-off",
    "errors/reset-*",
    "errors/then-scores-cut-off",
    "errors/then-scores-reset",
    "failures/incomplete-closed",
    "failures/incomplete-reset",
    "failures/nothing-of-the-one-before",
    "framing/not-http-banner",
    "framing/not-http-chunk-*",
    "framing/not-http-length-*",
    "framing/not-http-status",
    "framing/not-http-two-lengths",
    "replies/not-repeated-cut-off",
    "replies/not-repeated-reset",
    "tls/*",
)


class _Service(ScoringClient):
    def _error_of_transport(self, problem: Any, request: ScoringRequest) -> ScoringError:
        error = super()._error_of_transport(problem, request)
        if "broke" not in error.message and problem.kind is ErrorKind.CONNECTION:
            error.kind = ErrorKind.SERVICE
        return error


sys.exit(run(_Service))
