"""Reports the client request id of a handle's first call in all its errors.

Each call sends one of its own.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import (
    Reply,
    ScoringClient,
    ScoringRequest,
)

CAUGHT_BY: Final = ("calls/error-ids-in-sequence",)
VIOLATES: Final = ("ERROR-4",)


class _Broken(ScoringClient):
    first: str | None = None

    def send(self, request: ScoringRequest) -> Reply:
        self.first = self.first or request.client_request_id
        return dataclasses.replace(super().send(request), client_request_id=self.first)


sys.exit(run(_Broken))
