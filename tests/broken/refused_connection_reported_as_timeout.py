"""Reports a connection that is refused as a timeout.

A connection that breaks is reported as one.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import TransportError

CAUGHT_BY: Final = (
    "configuration/uri-takes-*",
    "errors/refused",
)
VIOLATES: Final = ("CONNECTION-5",)


class _Refused(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        try:
            return super().send(request)
        except TransportError as problem:
            if "refused" in str(problem):
                raise TransportError(ErrorKind.TIMEOUT, str(problem)) from None
            raise


sys.exit(run(_Refused))
