"""Reads bytes that are declared as JSON, and writes them anew.

Other bytes are sent as they are.
"""

import dataclasses
import json
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation

CAUGHT_BY: Final = ("operations/bytes-json",)
VIOLATES: Final = ("BYTES-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if (operation.content_type or "").startswith("application/json;"):
            operation = dataclasses.replace(
                operation, body=json.dumps(json.loads(operation.body)).encode()
            )
        return super().call(operation, **more)


sys.exit(run(_Broken))
