"""Sends a request a second time after a reply of 5xx, although it was told not to.

It reports the second reply, and every other call is one request.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("errors/no-message-*", "errors/script-failed", "errors/status-5*")


class _Insistent(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        reply = super().send(request)
        return reply if reply.status < 500 else super().send(request)


sys.exit(run(_Insistent))
