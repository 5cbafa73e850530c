"""Ignores the configured timeout, and waits for a reply without a limit.

An invalid timeout is refused, and other calls proceed in the meantime.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "calls/configuration-of-one-handle",
    "errors/attempt-timeout",
    "errors/body-timeout",
    "errors/then-scores-timeout",
    "failures/incomplete-late",
    "limits/overall-over-attempts",
    "options/longer-attempt",
    "options/shorter-attempt",
    "retries/after-a-time-limit",
    "scoring/payload-timeout",
    "timeouts/after-a-call-in-time",
    "timeouts/silence",
    "timeouts/trickle-*",
)
VIOLATES: Final = ("TIMEOUT-1",)


class _Unlimited(Client):
    def send(self, request: Request) -> Reply:
        return super().send(dataclasses.replace(request, attempt_timeout=3600.0))


sys.exit(run(_Unlimited))
