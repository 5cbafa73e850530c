"""Sends the default User-Agent of its HTTP library.

All other headers are right.
"""

import dataclasses
import sys
from typing import Final

import requests
from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "request/identity-*",
    "request/user-agent",
)
VIOLATES: Final = ("IDENTITY-1",)


class _DefaultUserAgent(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = {**request.headers, "User-Agent": requests.utils.default_user_agent()}
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_DefaultUserAgent))
