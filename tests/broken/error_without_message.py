"""Leaves the message out of a JSON-RPC error, and has it in `data` alone.

The data of an error is right.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = ()
VIOLATES: Final = ("MODE-8",)

_line = messages._line


def _without_message(message: Mapping[str, object]) -> bytes:
    error = message.get("error")
    if not isinstance(error, dict) or "data" not in error:
        return _line(message)
    return _line({**message, "error": {name: error[name] for name in ("code", "data")}})


messages._line = _without_message
sys.exit(run(ScoringClient))
