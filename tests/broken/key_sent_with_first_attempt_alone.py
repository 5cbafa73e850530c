"""Sends its key with the first attempt alone.

Further attempts have no Authorization header.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "keys/one-shot-secondary",
    "keys/primary-again",
    "keys/secondary-after-401",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "options/same-key",
    "retries/after-408",
    "retries/after-429",
    "retries/after-500",
    "retries/after-502",
    "retries/after-502-of-a-front-end",
    "retries/after-503",
    "retries/after-504",
    "retries/after-model-not-ready",
)
VIOLATES: Final = ("RETRY-4",)


class _Forgetful(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = dict(request.headers)
        if self.now.call.attempts > 1:
            headers.pop("Authorization", None)
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_Forgetful))
