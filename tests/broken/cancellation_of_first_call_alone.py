"""Ends a call that is cancelled only on a connection that the call itself has opened.

On a connection that was kept it waits for the reply.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring.wire import Attempt, DeadlineSocket

CAUGHT_BY: Final = ("calls/cancelled-on-a-kept-connection",)
VIOLATES: Final = ("CANCEL-1",)


def _start(self: DeadlineSocket, attempt: Attempt) -> None:
    start(self, attempt)
    if getattr(self, "used", False):
        self._attempt = None
    self.used = True


start = DeadlineSocket.start
DeadlineSocket.start = _start
sys.exit(run(Client))
