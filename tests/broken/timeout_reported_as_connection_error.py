"""Reports a timeout as an error of kind `connection`.

The call ends when the timeout expires.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "calls/configuration-of-one-handle",
    "errors/attempt-timeout",
    "errors/body-timeout",
    "errors/then-scores-timeout",
    "failures/incomplete-late",
    "limits/overall-over-attempts",
    "limits/overall-while-connecting",
    "limits/overall-within-an-attempt",
    "options/limit-while-waiting-for-a-reply",
    "options/longer-attempt",
    "options/shorter-attempt",
    "scoring/payload-timeout",
    "timeouts/after-a-call-in-time",
    "timeouts/connecting",
    "timeouts/connecting-tiny",
    "timeouts/silence",
    "timeouts/trickle-*",
)
VIOLATES: Final = ("TIMEOUT-1",)


class _WrongKind(Client):
    def send(self, request: Request) -> Reply:
        try:
            return super().send(request)
        except TransportError as problem:
            if problem.kind is ErrorKind.TIMEOUT:
                raise TransportError(ErrorKind.CONNECTION, str(problem)) from None
            raise


sys.exit(run(_WrongKind))
