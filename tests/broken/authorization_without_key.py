"""Sends an Authorization header although it has no key.

If a key is configured, the header is right.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "calls/reopened",
    "errors/without-a-key",
    "modes/session-input-ends",
    "request/no-key",
)
VIOLATES: Final = ("AUTH-2",)


class _BearerNone(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = {"Authorization": f"Bearer {self.configuration.key}", **request.headers}
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_BearerNone))
