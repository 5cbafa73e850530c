"""Sends the same client request id with every call.

An error still contains the id that was sent.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "calls/error-ids-in-sequence",
    "calls/ids-at-once",
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


class _FixedId(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:  # noqa: ARG002
        return super().build_request(body, "6f2c4f0e-0d5b-4c8e-9a57-3f1d2b8c7e90")


sys.exit(run(_FixedId))
