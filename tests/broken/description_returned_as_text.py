"""Returns a description that is not JSON as a text.

JSON is returned as it is.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Operation, Reply
from azureml_scoring.operation import read_object

CAUGHT_BY: Final = ("operations/swagger-that-*",)
VIOLATES: Final = ("SWAGGER-1",)


def _text(reply: Reply) -> Any:
    try:
        return read_object(reply)
    except NoPredictionError:
        return {"text": reply.body.decode(errors="replace")}


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.below_root == "swagger.json":
            operation = dataclasses.replace(operation, read=_text)
        return super().call(operation, **more)


sys.exit(run(_Broken))
