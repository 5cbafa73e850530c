"""Says of each reply that its status was 200.

An error has its own status.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = (
    "responses/after-a-503",
    "responses/of-a-payload",
    "responses/of-bytes",
    "responses/of-each-call",
    "responses/of-health",
    "responses/of-swagger",
    "responses/status-201",
    "responses/status-299",
)
VIOLATES: Final = ("RESPONSE-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        return replace(response, status=200)


sys.exit(run(_Broken))
