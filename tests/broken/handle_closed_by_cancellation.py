"""Closes the handle of a call that is cancelled.

The call is reported as cancelled.
"""

import sys
from collections.abc import Callable
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import session
from azureml_scoring.program.messages import Message

CAUGHT_BY: Final = (
    "calls/cancelled",
    "calls/cancelled-on-a-kept-connection",
    "calls/cancelled-on-the-same-handle",
    "modes/session-spelled-cancellation",
    "retries/cancelled-while-waiting",
)
VIOLATES: Final = ("SCORE-4",)


HANDLES: Final[dict[object, session._Opened]] = {}


def _score(self: session._Session, message: Message) -> Callable[[], None]:
    HANDLES[message.call_id] = self._lookup(message.params)
    return score(self, message)


def _cancel(self: session._Session, call_id: object) -> None:
    cancel(self, call_id)
    if call_id in HANDLES:
        HANDLES[call_id].client.close()


score, cancel = session._Session._score, session._Session._cancel
session._Session._score, session._Session._cancel = _score, _cancel
sys.exit(run(ScoringClient))
