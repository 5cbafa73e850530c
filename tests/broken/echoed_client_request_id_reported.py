"""Reports the client request id that a reply names instead of the one that was sent.

The id of a call whose reply names none is the one that was sent.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("errors/request-id-echoed",)
VIOLATES: Final = ("ERROR-4",)


class _Believing(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        sent = reply.client_request_id
        return replace(reply, client_request_id=reply.headers.get("x-ms-client-request-id", sent))


sys.exit(run(_Believing))
