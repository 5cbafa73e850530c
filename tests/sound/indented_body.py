"""Sends its body with line breaks, and characters that need none as escapes.

RFC 8259, sections 2 and 7, leaves both to the writer.
"""

import dataclasses
import json
import sys

from _client import Client
from _program import run
from azureml_scoring import Request


class _Indented(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        if request.headers.get("Content-Type") != "application/json" or request.body is None:
            return request
        indented = json.dumps(json.loads(request.body), indent=2).encode()
        return dataclasses.replace(request, body=indented)


sys.exit(run(_Indented))
