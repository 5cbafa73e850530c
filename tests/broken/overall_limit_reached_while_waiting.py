"""Begins a wait that exceeds the overall limit, and reports a timeout when that is reached.

What the last attempt has said is lost.
"""

import math
import sys
from contextvars import ContextVar
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Call, Cancellation, ErrorKind, Reply, Request, TransportError, retrying
from azureml_scoring.retrying import Retrying

CAUGHT_BY: Final = (
    "limits/overall-before-a-long-wait",
    "limits/overall-between-attempts",
)
VIOLATES: Final = ("LIMIT-3",)


def _sleep(seconds: float, cancellation: Cancellation) -> None:
    left = bound.get()
    sleep(min(seconds, max(left, 0.0)), cancellation)
    if seconds >= left:
        raise TransportError(ErrorKind.TIMEOUT, "no prediction in time", retryable=False)


def _left(self: Call) -> float:
    bound.set(left(self))
    return math.inf


class _Timed(Client):
    def send(self, request: Request) -> Reply:
        Call.left = left
        try:
            return super().send(request)
        finally:
            Call.left = _left


bound = ContextVar("bound", default=math.inf)
left, sleep = Call.left, retrying._sleep
Call.left = _left
Retrying.__init__.__kwdefaults__["sleep"] = _sleep
sys.exit(run(_Timed))
