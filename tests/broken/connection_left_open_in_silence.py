"""Leaves the connection of a call open that timed out before the reply began.

The call ends at its limit, and a connection on which bytes arrive is closed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from _client import Client
from _program import run
from _reply_begun import has_begun, not_begun
from azureml_scoring import Reply, Request
from azureml_scoring.wire import DeadlineSocket, LimitReachedError

CAUGHT_BY: Final = (
    "limits/overall-within-an-attempt",
    "retries/after-a-time-limit",
    "timeouts/silence",
)
VIOLATES: Final = ("TIMEOUT-2",)


@contextmanager
def _deadline(self: DeadlineSocket) -> Iterator[None]:
    try:
        with deadline(self):
            yield
    except LimitReachedError:
        if not has_begun():
            os.dup(self._sock.fileno())
        raise


class _Leaving(Client):
    def send(self, request: Request) -> Reply:
        not_begun()
        return super().send(request)


deadline = DeadlineSocket.deadline
DeadlineSocket.deadline = _deadline
sys.exit(run(_Leaving))
