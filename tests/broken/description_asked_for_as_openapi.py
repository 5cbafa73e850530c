"""Asks for openapi.json instead of swagger.json.

Other servers of models have that.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation

CAUGHT_BY: Final = (
    "calls/cancelled-swagger",
    "operations/swagger",
    "operations/swagger-again",
    "operations/swagger-that-*",
    "operations/swagger-without-query",
    "options/of-swagger",
    "responses/of-swagger",
)
VIOLATES: Final = ("SWAGGER-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.below_root == "swagger.json":
            operation = dataclasses.replace(operation, below_root="openapi.json")
        return super().call(operation, **more)


sys.exit(run(_Broken))
