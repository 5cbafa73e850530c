"""Answers a method that it does not know with an empty result.

All other methods are answered as they should be.
"""

import json
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages, session

CAUGHT_BY: Final = ("modes/session-unknown-messages",)
VIOLATES: Final = ("MODE-5",)


def _act(self: session._Session, line: bytes) -> object:
    message = json.loads(line)
    if "id" in message and message["method"] not in self._methods:
        self._write(messages.result(message["id"], {}))
        return None
    return act(self, line)


act = session._Session._act
session._Session._act = _act
sys.exit(run(ScoringClient))
