"""Takes the first member of `params` for the handle, whatever its name is.

The other members are found by their names.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "modes/session-spelled-extended",
    "modes/session-spelled-reordered",
)
VIOLATES: Final = ("MODE-9",)


def _by_position(line: bytes) -> messages.Message:
    message = read(line)
    if not isinstance(message.params, dict):
        return message
    first = next(iter(message.params.values()), None)
    return dataclasses.replace(message, params={**message.params, "client": first})


read = messages.read
messages.read = _by_position
sys.exit(run(ScoringClient))
