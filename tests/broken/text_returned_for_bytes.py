"""Returns a string in reply to bytes as the prediction.

In reply to a payload it is an error.
"""

import dataclasses
import json
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, Reply
from azureml_scoring.operation import read_payload

CAUGHT_BY: Final = ("operations/bytes-no-prediction",)
VIOLATES: Final = ("BYTES-1",)


def _anything(reply: Reply) -> Any:
    return json.loads(reply.body) if reply.body.startswith(b'"') else read_payload(reply)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.content_type not in {None, "application/json"}:
            operation = dataclasses.replace(operation, read=_anything)
        return super().call(operation, **more)


sys.exit(run(_Broken))
