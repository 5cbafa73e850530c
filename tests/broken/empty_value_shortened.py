"""Leaves out the equals sign of an empty value in the query of the scoring URI.

Values are sent unchanged.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = ("request/target-empty-value",)
VIOLATES: Final = ("REQUEST-2",)


class _Shorter(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        return replace(request, uri=request.uri.replace("=&", "&"))


sys.exit(run(_Shorter))
