"""Uses the time limit of the handle of a service that was opened last for all its handles.

A handle that is alone uses its own.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("calls/configuration-of-one-handle",)
VIOLATES: Final = ("TIMEOUT-3",)


class _Broken(ScoringClient):
    latest: Final[dict[str, float]] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.latest[self.configuration.uri] = self.configuration.attempt_timeout

    def send(self, request: ScoringRequest) -> Reply:
        return self._transport.send(
            request,
            connect_timeout=self.configuration.connect_timeout,
            attempt_timeout=self.latest[request.uri],
        )


sys.exit(run(_Broken))
