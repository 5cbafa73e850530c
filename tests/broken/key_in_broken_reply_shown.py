"""Quotes what a service sent in place of HTTP, with the key if that is in it.

Elsewhere the key is masked.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request, ScoringError, TransportError

CAUGHT_BY: Final = (
    "secrets/echoed-in-broken-banner",
    "secrets/echoed-in-broken-chunk-size",
)
VIOLATES: Final = ("SECRET-1",)


class _Quoting(Client):
    def _error_of_transport(self, problem: TransportError, request: Request) -> ScoringError:
        error = super()._error_of_transport(problem, request)
        error.message = str(problem)
        return error


sys.exit(run(_Quoting))
