"""Says of a call another id than was sent.

An error has the one that was sent.
"""

import sys
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = (
    "responses/after-a-503",
    "responses/first-attempt",
    "responses/of-a-payload",
    "responses/of-bytes",
    "responses/of-each-call",
    "responses/of-health",
    "responses/of-swagger",
)
VIOLATES: Final = ("RESPONSE-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        return replace(response, client_request_id=str(uuid4()))


sys.exit(run(_Broken))
