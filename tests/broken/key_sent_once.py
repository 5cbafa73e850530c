"""Sends its key with the first request of a handle alone.

A handle that is used for one call sends it.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "calls/cancelled",
    "calls/two-services",
    "errors/then-*",
    "keys/primary-again",
    "keys/secondary-after-401",
    "keys/secondary-not-needed",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "options/same-connection",
    "options/same-key",
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


class _Once(Client):
    sent = False

    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = dict(request.headers)
        if self.sent:
            headers.pop("Authorization", None)
        self.sent = True
        return replace(request, headers=headers)


sys.exit(run(_Once))
