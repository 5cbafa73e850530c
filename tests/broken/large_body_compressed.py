"""Sends a body of more than ten thousand bytes in gzip.

Smaller bodies are sent as they are.
"""

import gzip
import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "scoring/payload-large",
    "scoring/thousand",
)
VIOLATES: Final = ("REQUEST-6",)


class _Compressed(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        if len(body) <= 10_000:
            return super().build_request(body, client_request_id)
        request = super().build_request(gzip.compress(body), client_request_id)
        return replace(request, headers={**request.headers, "Content-Encoding": "gzip"})


sys.exit(run(_Compressed))
