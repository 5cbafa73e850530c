"""Declares its body as `application/json; charset=utf-8`.

RFC 9110, section 8.3.1, allows parameters, and the inference server scores it.
"""

import dataclasses
import sys

from _client import Client
from _program import run
from azureml_scoring import Request


class _WithCharset(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        if request.headers.get("Content-Type") != "application/json":
            return request
        headers = {**request.headers, "Content-Type": "application/json; charset=utf-8"}
        return dataclasses.replace(request, headers=headers)


sys.exit(run(_WithCharset))
