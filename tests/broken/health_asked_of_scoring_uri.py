"""Asks the scoring URI whether the service is healthy.

A service may not know GET there.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation

CAUGHT_BY: Final = (
    "calls/cancelled-health",
    "limits/health-over-limit",
    "operations/health",
    "operations/health-*",
    "options/of-health",
    "responses/of-health",
)
VIOLATES: Final = ("HEALTH-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.below_root == "":
            operation = dataclasses.replace(operation, below_root=None)
        return super().call(operation, **more)


sys.exit(run(_Broken))
