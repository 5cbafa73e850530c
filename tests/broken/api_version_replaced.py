"""Replaces an api-version in the query of the scoring URI with its own.

Every other member of the query is sent.
"""

import re
import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = ("request/target",)
VIOLATES: Final = ("REQUEST-2",)


class _OwnVersion(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        uri = re.sub(r"api-version=[^&]*", "api-version=2025-01-01", request.uri)
        return replace(request, uri=uri)


sys.exit(run(_OwnVersion))
