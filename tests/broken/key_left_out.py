"""Leaves its key out.

A service that asks for none is called as it should be, and a refusal is told as one.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("request/key",)


class _NoKey(ScoringClient):
    def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
        request = super().build_request(body, client_request_id)
        headers = {**request.headers}
        headers.pop("Authorization", None)
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_NoKey))
