"""Keeps the id of a message in 32 bits.

Smaller ids are repeated in the answer as they are.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("modes/session-spelled-large-id",)
VIOLATES: Final = ("MODE-9",)


def _cut(line: bytes) -> messages.Message:
    message = read(line)
    if not isinstance(message.call_id, int):
        return message
    return dataclasses.replace(message, call_id=message.call_id & 0xFFFF_FFFF)


read = messages.read
messages.read = _cut
sys.exit(run(ScoringClient))
