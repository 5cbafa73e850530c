"""Declares all bytes as application/octet-stream.

Whatever media type it is given.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation

CAUGHT_BY: Final = (
    "operations/bytes-image",
    "operations/bytes-json",
)
VIOLATES: Final = ("BYTES-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.content_type not in {None, "application/json"}:
            operation = dataclasses.replace(operation, content_type="application/octet-stream")
        return super().call(operation, **more)


sys.exit(run(_Broken))
