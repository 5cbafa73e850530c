"""Sends a call again, once, if its key is refused.

Other failures are reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "connections/after-401",
    "errors/script-failed-401",
    "errors/script-ran-401",
    "errors/status-401",
    "errors/then-scores-401",
    "errors/without-a-key",
    "errors/wrong-key",
    "failures/all-of-401",
    "failures/no-message-of-each-kind",
    "keys/both-refused",
    "keys/changed-once",
    "keys/primary-again",
    "keys/refused-by-the-script",
    "keys/secondary-after-401",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "operations/health-401",
    "options/same-key",
    "replies/not-repeated-unauthorized",
    "responses/after-a-refused-key",
    "retries/not-after-401",
)
VIOLATES: Final = ("REQUEST-1",)


class _Broken(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        return super().send(request) if reply.status == 401 else reply


sys.exit(run(_Broken))
