"""Ignores the configured timeout, and waits for a reply without a limit.

An invalid timeout is refused, and other calls proceed in the meantime.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest

CAUGHT_BY: Final = (
    "calls/configuration-of-one-handle",
    "errors/attempt-timeout",
    "errors/body-timeout",
    "errors/then-scores-timeout",
    "failures/incomplete-late",
    "scoring/payload-timeout",
    "timeouts/after-a-call-in-time",
    "timeouts/silence",
    "timeouts/trickle-*",
)
VIOLATES: Final = ("TIMEOUT-1",)


class _Unlimited(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        return self._transport.send(
            request, connect_timeout=self.configuration.connect_timeout, attempt_timeout=3600.0
        )


sys.exit(run(_Unlimited))
