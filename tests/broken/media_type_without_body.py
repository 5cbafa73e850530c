"""Declares a body that it does not send.

Health and description are asked for with Content-Type.
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


class _Declaring(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = {"Content-Type": "application/json", **request.headers}
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_Declaring))
