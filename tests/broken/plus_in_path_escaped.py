"""Sends a plus sign in the path of the scoring URI as a blank that is escaped.

A plus sign in its query is sent unchanged.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = ("request/target-plus-in-path",)
VIOLATES: Final = ("REQUEST-2",)


class _Broken(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        path, mark, query = request.uri.partition("?")
        path = path.replace("+", "%20")
        return replace(request, uri=path + mark + query)


sys.exit(run(_Broken))
