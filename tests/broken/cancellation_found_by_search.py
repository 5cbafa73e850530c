"""Finds a cancellation by a search for its method in the line.

All other messages are read as JSON.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("modes/session-spelled-cancellation",)
VIOLATES: Final = ("CANCEL-1", "MODE-9")


def _search(line: bytes) -> messages.Message:
    message = read(line)
    if message.notification and b'"method":"$/cancelRequest"' not in line:
        return dataclasses.replace(message, method="")
    return message


read = messages.read
messages.read = _search
sys.exit(run(ScoringClient))
