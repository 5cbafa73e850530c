"""Keeps the query of the scoring URI when it asks for health or description.

It belongs to the scoring URI alone.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = (
    "operations/health-without-query",
    "operations/swagger-without-query",
)
VIOLATES: Final = ("HEALTH-1", "SWAGGER-1")


class _Keeping(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        _, mark, query = self.configuration.uri.partition("?")
        if request.body is not None:
            return request
        return dataclasses.replace(request, uri=request.uri + mark + query)


sys.exit(run(_Keeping))
