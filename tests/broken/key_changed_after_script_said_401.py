"""Sends its other key after a 401 of the script.

The service had accepted the key, or the script had not run.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request
from azureml_scoring.authenticating import Authenticating
from azureml_scoring.outcome import script_failed

CAUGHT_BY: Final = ("keys/refused-by-the-script",)
VIOLATES: Final = ("AUTH-4",)


def _send(self: Authenticating, request: Request) -> Reply:
    secret = self._credential.current()
    reply = send(self, request)
    if reply.status != 401 or secret is None or not script_failed(reply.headers):
        return reply
    other = self._credential.other_than(secret)
    return reply if other is None else self._sent(request, other)


send = Authenticating.send
Authenticating.send = _send
sys.exit(run(Client))
