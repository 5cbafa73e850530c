"""Sends bytes in base64.

As JSON would need it.
"""

import dataclasses
import sys
from base64 import b64encode
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation

CAUGHT_BY: Final = (
    "operations/bytes-again",
    "operations/bytes-all",
    "operations/bytes-image",
    "operations/bytes-json",
)
VIOLATES: Final = ("BYTES-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.content_type not in {None, "application/json"}:
            operation = dataclasses.replace(operation, body=b64encode(operation.body or b""))
        return super().call(operation, **more)


sys.exit(run(_Broken))
