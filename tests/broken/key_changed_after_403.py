"""Sends its other key after a 403.

The key was right, and its owner lacks the permission.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request
from azureml_scoring.authenticating import Authenticating

CAUGHT_BY: Final = ("keys/forbidden",)
VIOLATES: Final = ("AUTH-4",)


def _send(self: Authenticating, request: Request) -> Reply:
    secret = self._credential.current()
    reply = send(self, request)
    if reply.status != 403 or secret is None:
        return reply
    other = self._credential.other_than(secret)
    return reply if other is None else self._sent(request, other)


send = Authenticating.send
Authenticating.send = _send
sys.exit(run(Client))
