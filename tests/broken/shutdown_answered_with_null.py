"""Answers `shutdown` with null instead of an empty object.

It exits with status 0, and every other message is answered as it should be.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages, session
from azureml_scoring.program.messages import Message

CAUGHT_BY: Final = (
    "modes/session-ends",
    "modes/session-no-uri",
)
VIOLATES: Final = ("MODE-3",)


def _shutdown(self: session._Session, message: Message) -> None:
    self._write(messages.result(message.call_id, None))
    self._end()


session._Session._shutdown = _shutdown
sys.exit(run(ScoringClient))
