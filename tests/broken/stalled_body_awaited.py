"""Looks at the limit of an attempt only when bytes of the body arrive.

A body that keeps arriving is abandoned at the limit, and so is a head that does not arrive.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient, wire
from azureml_scoring.wire import DeadlineSocket

CAUGHT_BY: Final = (
    "errors/body-timeout",
    "failures/incomplete-late",
)
VIOLATES: Final = ("TIMEOUT-1",)


def _getresponse(connection: Any) -> Any:
    sock = connection.sock
    sock.in_body = False
    response = getresponse(connection)
    sock.in_body = True
    return response


@contextmanager
def _deadline(self: DeadlineSocket) -> Iterator[None]:
    with deadline(self):
        if getattr(self, "in_body", False):
            self._sock.settimeout(60)
        yield


deadline = DeadlineSocket.deadline
DeadlineSocket.deadline = _deadline
getresponse = wire._ExactRequest.getresponse
wire._ExactRequest.getresponse = _getresponse
sys.exit(run(ScoringClient))
