"""Sends the letters of a key in lower case.

A key in lower case is right.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import (
    Request,
)

CAUGHT_BY: Final = (
    "keys/primary-again",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "request/key-*",
)
VIOLATES: Final = ("AUTH-1",)


class _Broken(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = dict(request.headers)
        if "Authorization" in headers:
            headers["Authorization"] = "Bearer " + headers["Authorization"][7:].lower()
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_Broken))
