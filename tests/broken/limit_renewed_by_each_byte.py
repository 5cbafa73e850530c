"""Renews the limit of an attempt with each byte that it receives.

Silence beyond the limit is a timeout.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.wire import CURRENT_ATTEMPT, DeadlineSocket

CAUGHT_BY: Final = (
    "limits/overall-within-an-attempt",
    "options/limit-while-waiting-for-a-reply",
    "timeouts/trickle-*",
)
VIOLATES: Final = ("TIMEOUT-2",)


@contextmanager
def _renewed(self: DeadlineSocket) -> Iterator[None]:
    limit = CURRENT_ATTEMPT.get().limit
    self._deadline = monotonic() + limit
    with deadline(self):
        yield


deadline = DeadlineSocket.deadline
DeadlineSocket.deadline = _renewed
sys.exit(run(ScoringClient))
