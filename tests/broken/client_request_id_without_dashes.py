"""Sends client request ids that are UUIDs without dashes.

Each call has a new one.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "request/client-request-id",
    "responses/after-a-503",
    "responses/first-attempt",
    "responses/of-a-payload",
    "responses/of-bytes",
    "responses/of-each-call",
    "responses/of-health",
    "responses/of-swagger",
    "scoring/payload-error",
)
VIOLATES: Final = ("IDENTITY-2",)


class _Hex(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        return super().build_request(body, client_request_id.replace("-", ""))


sys.exit(run(_Hex))
