"""Leaves out the equals sign of an empty value in the query of the scoring URI.

Values are sent unchanged.
"""

import sys
from dataclasses import replace
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("request/target-empty-value",)
VIOLATES: Final = ("REQUEST-2",)


class _Shorter(ScoringClient):
    def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
        request = super().build_request(body, client_request_id)
        return replace(request, uri=request.uri.replace("=&", "&"))


sys.exit(run(_Shorter))
