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
    "keys/forbidden",
    "keys/primary-again",
    "keys/refused-by-the-script",
    "keys/secondary-after-401",
    "keys/secondary-not-needed",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "operations/bytes-all",
    "operations/bytes-image",
    "operations/bytes-json",
    "operations/bytes-none",
    "operations/health",
    "operations/swagger",
    "options/same-connection",
    "options/same-key",
    "request/key",
    "request/key-*",
    "responses/echoed-key",
    "retries/after-408",
    "retries/after-429",
    "retries/after-500",
    "retries/after-502",
    "retries/after-502-of-a-front-end",
    "retries/after-503",
    "retries/after-504",
    "retries/after-model-not-ready",
    "scoring/payload-error",
    "tls/trusted",
)
VIOLATES: Final = ("AUTH-1",)


class _NoKey(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = {**request.headers}
        headers.pop("Authorization", None)
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_NoKey))
