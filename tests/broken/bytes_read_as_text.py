"""Takes bytes for UTF-8.

What is not is replaced.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation

CAUGHT_BY: Final = (
    "operations/bytes-again",
    "operations/bytes-all",
    "operations/bytes-image",
)
VIOLATES: Final = ("BYTES-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.content_type not in {None, "application/json"}:
            operation = dataclasses.replace(
                operation, body=str(operation.body or b"", errors="replace").encode()
            )
        return super().call(operation, **more)


sys.exit(run(_Broken))
