"""Waits for a reply as long as it takes, whatever limit it was given.

It refuses a limit that is none, and goes on with other calls meanwhile.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("errors/*-timeout",)


class _Patient(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        return self._transport.send(request, connect_timeout=10.0, attempt_timeout=3600.0)


sys.exit(run(_Patient))
