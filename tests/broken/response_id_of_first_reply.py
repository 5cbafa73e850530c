"""Says of a call the id of the first reply to it.

A call of one attempt has its own.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, Reply, Request, ScoringResponse

CAUGHT_BY: Final = (
    "responses/after-a-503",
    "responses/echoed-key",
)
VIOLATES: Final = ("RESPONSE-2",)


class _Broken(Client):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.first: dict[str, str | None] = {}

    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        found = reply.headers.get("x-ms-request-id")
        self.first.setdefault(request.call.client_request_id, found)
        return reply

    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        first = self.first.get(response.client_request_id)
        return replace(response, request_id=first or response.request_id)


sys.exit(run(_Broken))
