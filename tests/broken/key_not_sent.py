"""Does not send its key.

A service that requires no key is called correctly, and a refused call is reported as such.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "calls/cancelled",
    "calls/reopened",
    "calls/two-services",
    "errors/then-*",
    "request/key",
    "request/key-*",
    "scoring/payload-error",
)
VIOLATES: Final = ("AUTH-1",)


class _NoKey(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = {**request.headers}
        headers.pop("Authorization", None)
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_NoKey))
