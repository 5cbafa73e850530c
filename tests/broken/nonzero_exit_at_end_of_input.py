"""Exits with status 4 if its input ends without shutdown.

After shutdown it exits with 0.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import session
from azureml_scoring.program.messages import Message

CAUGHT_BY: Final = ("modes/session-input-ends",)
VIOLATES: Final = ("MODE-4",)


def _end(self: session._Session, status: int = 0) -> None:
    end(self, status if self._told else 4)


def _shutdown(self: session._Session, message: Message) -> None:
    self._told = True
    shutdown(self, message)


end = session._Session._end
shutdown = session._Session._shutdown
session._Session._told = False
session._Session._end = _end
session._Session._shutdown = _shutdown
sys.exit(run(ScoringClient))
