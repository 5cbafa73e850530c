"""Sends its body with the first attempt alone.

A body that can be read once is used up then.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "keys/both-refused",
    "keys/one-shot-secondary",
    "keys/primary-again",
    "keys/secondary-after-401",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "operations/bytes-again",
    "options/fewer-retries",
    "options/longer-call",
    "options/more-retries",
    "options/same-key",
    "options/shorter-call",
    "retries/after-408",
    "retries/after-429",
    "retries/after-500",
    "retries/after-502",
    "retries/after-502-of-a-front-end",
    "retries/after-503",
    "retries/after-504",
    "retries/after-a-connection-*",
    "retries/after-a-time-limit",
    "retries/after-model-not-ready",
    "retries/backs-*",
    "retries/each-call-anew",
    "retries/three-by-default",
    "retries/waits-*",
    "tls/closed-within-a-reply",
    "tls/reset-within-a-reply",
)
VIOLATES: Final = ("RETRY-4",)


class _Emptied(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        again = self.now.call.attempts > 1
        return super().build_request(b"" if again else body, client_request_id)


sys.exit(run(_Emptied))
