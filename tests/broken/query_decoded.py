"""Decodes in the query of the scoring URI an encoded tilde.

Its path, and all other escapes, are sent unchanged.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = ("request/target-encoded-query",)
VIOLATES: Final = ("REQUEST-2",)


class _Broken(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        path, mark, query = request.uri.partition("?")
        query = query.replace("%7E", "~")
        return replace(request, uri=path + mark + query)


sys.exit(run(_Broken))
