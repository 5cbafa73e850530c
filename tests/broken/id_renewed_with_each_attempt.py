"""Sends a new client request id with each attempt of a call.

The first attempt has the id of the call.
"""

import sys
import uuid
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "keys/both-refused",
    "keys/secondary-outside-the-retries",
    "operations/health-again",
    "operations/swagger-again",
    "options/more-retries",
    "retries/after-a-connection-*",
    "retries/after-a-time-limit",
    "retries/each-call-anew",
    "retries/three-by-default",
    "tls/closed-within-a-reply",
    "tls/reset-within-a-reply",
)
VIOLATES: Final = ("RETRY-4",)


class _Renewing(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        if self.now.call.attempts > 1:
            client_request_id = str(uuid.uuid4())
        return super().build_request(body, client_request_id)


sys.exit(run(_Renewing))
