"""Normalises the path of the scoring URI.

An ordinary URI is unchanged by this.
"""

import dataclasses
import sys
from typing import Final

import requests
from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "request/target",
    "request/target-dots",
    "request/target-encoded-*",
    "request/target-lower-case",
)
VIOLATES: Final = ("REQUEST-2",)


class _Normalising(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        normalised = requests.Request("POST", request.uri).prepare().url
        return dataclasses.replace(request, uri=normalised)


sys.exit(run(_Normalising))
