"""Leaves the connection of a call that timed out open.

The call ends at its limit.
"""

import sys
import threading
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import TransportError

CAUGHT_BY: Final = (
    "timeouts/silence",
    "timeouts/trickle-*",
)
VIOLATES: Final = ("TIMEOUT-2",)


class _Leaving(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        limit = self.configuration.attempt_timeout
        found: list[Reply | Exception] = []

        def send() -> None:
            try:
                more = {
                    "connect_timeout": self.configuration.connect_timeout,
                    "attempt_timeout": 60,
                }
                found.append(self._transport.send(request, **more))
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
