"""Answers a notification that it does not know with an error.

All other messages are answered as they should be.
"""

import json
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages, session

CAUGHT_BY: Final = ("modes/session-unknown-messages",)
VIOLATES: Final = ("MODE-5", "MODE-8")


def _act(self: session._Session, line: bytes) -> object:
    message = json.loads(line)
    if "id" not in message and message["method"] != "$/cancelRequest":
        self._write(messages.adapter_error(None, messages.NO_SUCH_METHOD, "unknown method"))
    return act(self, line)


act = session._Session._act
session._Session._act = _act
sys.exit(run(ScoringClient))
