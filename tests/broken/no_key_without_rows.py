"""Sends no key if it sends no body.

Health and description are often public.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "operations/health",
    "operations/swagger",
)
VIOLATES: Final = ("HEALTH-1", "SWAGGER-1")


class _Sparing(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        if request.body is not None:
            return request
        headers = {name: one for name, one in request.headers.items() if name != "Authorization"}
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_Sparing))
