"""Uses the time limit of the handle of a service that was opened last for all its handles.

A handle that is alone uses its own.
"""

import dataclasses
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "calls/cancelled-health",
    "calls/cancelled-swagger",
    "calls/configuration-of-one-handle",
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
    "operations/swagger",
    "operations/swagger-again",
    "operations/swagger-that-*",
    "operations/swagger-without-query",
)
VIOLATES: Final = ("TIMEOUT-3",)


class _Broken(Client):
    latest: Final[dict[str, float]] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.latest[self.configuration.uri] = self.configuration.attempt_timeout

    def send(self, request: Request) -> Reply:
        limit = self.latest[request.uri]
        return super().send(dataclasses.replace(request, attempt_timeout=limit))


sys.exit(run(_Broken))
