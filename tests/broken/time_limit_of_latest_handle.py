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
    "calls/configuration-of-one-handle",
    "options/longer-attempt",
    "options/shorter-attempt",
)
VIOLATES: Final = ("TIMEOUT-3",)


class _Broken(Client):
    latest: Final[dict[str, float]] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.latest[self.configuration.uri] = self.configuration.attempt_timeout

    def send(self, request: Request) -> Reply:
        limit = self.latest.get(request.uri, request.attempt_timeout)
        return super().send(dataclasses.replace(request, attempt_timeout=limit))


sys.exit(run(_Broken))
