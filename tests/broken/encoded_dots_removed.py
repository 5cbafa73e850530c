"""Leaves out of the scoring URI an encoded dot between two slashes.

Dots that are not encoded are sent.
"""

import re
import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = ("request/target-encoded-dots",)
VIOLATES: Final = ("REQUEST-2",)


class _Broken(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        path, mark, query = request.uri.partition("?")
        path = re.sub(r"(?i)/%2e(?=/)", "", path)
        return replace(request, uri=path + mark + query)


sys.exit(run(_Broken))
