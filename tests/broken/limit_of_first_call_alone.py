"""Limits the first call of a handle alone.

A handle's first call is limited.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("timeouts/after-a-call-in-time",)
VIOLATES: Final = ("TIMEOUT-1",)


class _Broken(ScoringClient):
    called = False

    def send(self, request: ScoringRequest) -> Reply:
        limit = 1000.0 if self.called else self.configuration.attempt_timeout
        self.called = True
        return self._transport.send(
            request, connect_timeout=self.configuration.connect_timeout, attempt_timeout=limit
        )


sys.exit(run(_Broken))
