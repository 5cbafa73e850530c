"""Reports the client request id that a reply names as its request id if it has none.

A request id of the reply itself is reported.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request
from requests.structures import CaseInsensitiveDict

CAUGHT_BY: Final = ("errors/request-id-echoed",)
VIOLATES: Final = ("ERROR-7",)

_ECHO = "x-ms-client-request-id"


class _Guessing(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        headers = CaseInsensitiveDict(reply.headers)
        if _ECHO in headers:
            headers.setdefault("x-request-id", headers[_ECHO])
        return replace(reply, headers=headers)


sys.exit(run(_Guessing))
