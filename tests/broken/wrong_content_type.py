"""Sends the Content-Type `application/scoring+json` instead of `application/json`.

The service accepts it as JSON, so only the recorded header shows the defect.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "operations/bytes-again",
    "operations/bytes-all",
    "operations/bytes-image",
    "operations/bytes-json",
    "operations/bytes-none",
    "operations/health",
    "operations/swagger",
    "request/content-type",
    "scoring/payload-list-*",
)
VIOLATES: Final = ("REQUEST-3",)


class _WrongContentType(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = {**request.headers, "Content-Type": "application/scoring+json"}
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_WrongContentType))
