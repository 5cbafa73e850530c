"""Asks for the health of a service with POST.

The description is asked for with GET.
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
    "operations/health-302",
    "operations/health-401",
    "operations/health-404",
    "operations/health-503",
    "operations/health-again",
    "operations/health-below-two-slashes",
    "operations/health-of-a-host",
    "operations/health-whatever-*",
    "operations/health-without-query",
    "options/of-health",
    "responses/of-health",
)
VIOLATES: Final = ("HEALTH-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        if operation.below_root == "":
            operation = dataclasses.replace(operation, method="POST", body=b"")
        return super().call(operation, **more)


sys.exit(run(_Broken))
