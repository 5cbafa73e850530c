"""Sorts the query of the scoring URI.

Its path is sent unchanged.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = ("request/target-repeated-names",)
VIOLATES: Final = ("REQUEST-2",)


class _Broken(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        path, mark, query = request.uri.partition("?")
        query = "&".join(sorted(query.split("&")))
        return replace(request, uri=path + mark + query)


sys.exit(run(_Broken))
