"""Sends its two keys in turn until four requests were refused.

One of them might be accepted after all.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request
from azureml_scoring.authenticating import Authenticating

CAUGHT_BY: Final = ("keys/both-refused",)
VIOLATES: Final = ("AUTH-4",)


def _send(self: Authenticating, request: Request) -> Reply:
    reply = send(self, request)
    if reply.status == 401 and request.call.attempts == 2:
        request.call.changed_credential = False
        return send(self, request)
    return reply


send = Authenticating.send
Authenticating.send = _send
sys.exit(run(Client))
