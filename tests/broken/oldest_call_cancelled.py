"""Cancels the call that has been in flight on a handle the longest.

A call that is alone on its handle is cancelled itself.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages, session
from azureml_scoring.program.messages import Message

CAUGHT_BY: Final = ("calls/cancelled-on-the-same-handle",)
VIOLATES: Final = ("CANCEL-1",)


cancel = session._Session._cancel
score = session._Session._score
handles: dict[object, object] = {}


def _score(self: session._Session, message: Message) -> Any:
    handles[message.call_id] = messages.member(message.params, "client", str)
    return score(self, message)


def _cancel(self: session._Session, call_id: object) -> None:
    with self._answering:
        waiting = [one for _, one in self._in_flight if isinstance(one, int)]
    if call_id in waiting:
        cancel(self, min(one for one in waiting if handles[one] == handles[call_id]))


session._Session._score = _score  # type: ignore[method-assign]
session._Session._cancel = _cancel  # type: ignore[method-assign]


sys.exit(run(ScoringClient))
