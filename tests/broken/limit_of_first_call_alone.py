"""Limits the first call of a handle alone.

A handle's first call is limited.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "options/longer-attempt",
    "options/shorter-attempt",
    "timeouts/after-a-call-in-time",
)
VIOLATES: Final = ("TIMEOUT-1",)


class _Broken(Client):
    called = False

    def send(self, request: Request) -> Reply:
        limit = 1000.0 if self.called else self.configuration.attempt_timeout
        self.called = True
        return super().send(dataclasses.replace(request, attempt_timeout=limit))


sys.exit(run(_Broken))
