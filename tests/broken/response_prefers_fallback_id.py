"""Prefers the id of x-request-id to that of x-ms-request-id.

An error has the latter.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = (
    "responses/after-a-503",
    "responses/echoed-key",
    "responses/first-attempt",
    "responses/of-a-payload",
    "responses/of-bytes",
    "responses/of-each-call",
    "responses/of-health",
    "responses/of-swagger",
    "responses/request-id-of-two",
)
VIOLATES: Final = ("RESPONSE-2",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        reply = self.now.reply
        other = reply and reply.headers.get("x-request-id")
        return replace(response, request_id=other or response.request_id)


sys.exit(run(_Broken))
