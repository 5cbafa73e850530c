"""Leaves the port out of the header Host.

Everything else is sent as it should be.
"""

import sys
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "operations/health",
    "operations/swagger",
    "request/version",
)
VIOLATES: Final = ("REQUEST-5",)


class _WithoutPort(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        host = urlsplit(request.uri).hostname or ""
        return replace(request, headers={**request.headers, "Host": host})


sys.exit(run(_WithoutPort))
