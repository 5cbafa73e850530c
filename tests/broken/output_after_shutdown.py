"""Writes a line to standard output after it has answered shutdown.

The exit status is 0, and nothing is written if its input ends.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import session
from azureml_scoring.program.messages import Message

CAUGHT_BY: Final = (
    "modes/session-ends",
    "modes/session-no-uri",
)
VIOLATES: Final = ("MODE-3",)


def _shutdown(self: session._Session, message: Message) -> None:
    end, self._end = self._end, lambda: None
    shutdown(self, message)
    self._write(b"bye\n")
    end()


shutdown = session._Session._shutdown
session._Session._shutdown = _shutdown
sys.exit(run(ScoringClient))
