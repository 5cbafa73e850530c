"""Leaves the connection of a call that timed out open.

The call ends at its limit.
"""

import dataclasses
import sys
import threading
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "options/longer-attempt",
    "options/shorter-attempt",
    "retries/after-a-time-limit",
    "timeouts/silence",
    "timeouts/trickle-*",
)
VIOLATES: Final = ("TIMEOUT-2",)


class _Leaving(Client):
    def send(self, request: Request) -> Reply:
        limit = self.configuration.attempt_timeout
        found: list[Reply | Exception] = []

        def send() -> None:
            try:
                unlimited = dataclasses.replace(request, attempt_timeout=60)
                found.append(self.steps.inner.send(unlimited))
            except Exception as problem:  # noqa: BLE001
                found.append(problem)

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        thread.join(min(limit, threading.TIMEOUT_MAX))
        if not found:
            raise TransportError(ErrorKind.TIMEOUT, "too late")
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]


sys.exit(run(_Leaving))
