"""Takes a service for healthy only if its reply says so.

The inference server says Healthy.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Operation, Reply

CAUGHT_BY: Final = (
    "operations/health-whatever-*",
    "responses/of-health",
)
VIOLATES: Final = ("HEALTH-1",)


def _saying(reply: Reply) -> None:
    if reply.body != b"Healthy":
        raise NoPredictionError("the reply does not say Healthy")


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.below_root == "":
            operation = dataclasses.replace(operation, read=_saying)
        return super().call(operation, **more)


sys.exit(run(_Broken))
