"""Quotes what a service sent in place of HTTP, with the key if that is in it.

Elsewhere the key is masked.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringError
from azureml_scoring.request import ScoringRequest
from azureml_scoring.transport import TransportError

CAUGHT_BY: Final = (
    "secrets/echoed-in-broken-banner",
    "secrets/echoed-in-broken-chunk-size",
)
VIOLATES: Final = ("SECRET-1",)


class _Quoting(ScoringClient):
    def _error_of_transport(self, problem: TransportError, request: ScoringRequest) -> ScoringError:
        error = super()._error_of_transport(problem, request)
        error.message = str(problem)
        return error


sys.exit(run(_Quoting))
