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
    "scoring/payload-error",
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
