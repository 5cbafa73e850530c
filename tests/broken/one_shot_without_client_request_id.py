"""Sends no client request id in one-shot mode.

A session sends one.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import (
    Request,
    ScoringClient,
)

CAUGHT_BY: Final = (
    "modes/one-shot-reports-*",
    "modes/one-shot-scores",
)
VIOLATES: Final = ("ERROR-4",)


class _Broken(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = dict(request.headers)
        del headers["x-ms-client-request-id"]
        return dataclasses.replace(request, headers=headers)


if sys.argv[1:] == ["score"]:
    sys.exit(run(_Broken))
sys.exit(run(ScoringClient))
