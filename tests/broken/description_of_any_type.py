"""Returns a description that is not an object.

It has to be JSON.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation
from azureml_scoring.operation import read_payload

CAUGHT_BY: Final = ("operations/swagger-that-is-an-array",)
VIOLATES: Final = ("SWAGGER-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.below_root == "swagger.json":
            operation = dataclasses.replace(operation, read=read_payload)
        return super().call(operation, **more)


sys.exit(run(_Broken))
