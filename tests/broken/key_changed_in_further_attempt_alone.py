"""Sends its other key with its next attempt, and so only if it makes one.

A 401 counts as a failure that may pass then.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request, retrying
from azureml_scoring.authenticating import Authenticating

CAUGHT_BY: Final = (
    "keys/both-refused",
    "keys/changed-once",
    "keys/one-shot-secondary",
    "keys/primary-again",
    "keys/refused-by-the-script",
    "keys/secondary-after-401",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "options/same-key",
    "responses/after-a-refused-key",
    "retries/not-after-401",
)
VIOLATES: Final = ("AUTH-4",)


def _retryable(reply: Reply) -> bool:
    return retryable(reply) or reply.status == 401


def _send(self: Authenticating, request: Request) -> Reply:
    secret = self._credential.current()
    reply = self._sent(request, secret)
    if reply.status == 401 and secret is not None:
        self._credential.other_than(secret)
    return reply


retryable = retrying.retryable
retrying.retryable = _retryable
Authenticating.send = _send
sys.exit(run(Client))
