"""Sends an Authorization header where it was given no key.

A key that it was given is sent as it should be.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("request/no-key",)


class _BearerNone(ScoringClient):
    def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
        request = super().build_request(body, client_request_id)
        headers = {"Authorization": f"Bearer {self.configuration.key}", **request.headers}
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_BearerNone))
