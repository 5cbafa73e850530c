"""Sends the first 1,024 characters of a key.

A shorter key is sent whole.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import (
    Request,
)

CAUGHT_BY: Final = ("request/key-like-a-token",)
VIOLATES: Final = ("AUTH-1",)


class _Broken(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = dict(request.headers)
        if "Authorization" in headers:
            headers["Authorization"] = headers["Authorization"][: len("Bearer ") + 1024]
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_Broken))
