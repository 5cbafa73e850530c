"""Leaves the message out of the JSON-RPC error for a 424, and has it in `data` alone.

The data of an error is right.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "connections/after-424",
    "errors/model-long-reason",
    "errors/model-not-ready",
    "errors/model-number-and-more",
    "errors/model-pending",
    "errors/model-reason",
    "errors/model-status",
    "errors/model-text",
    "errors/retry-after-with-424",
    "errors/script-ran-424",
    "errors/status-424",
    "errors/then-scores-424",
    "failures/all-of-424",
    "failures/no-message-of-each-kind",
    "replies/not-repeated-model",
    "retries/not-after-424",
    "retries/not-after-model-error",
    "retries/not-after-script-failed-not-ready",
    "retries/not-after-too-many-pending",
    "secrets/echoed-in-reason",
)
VIOLATES: Final = ("MODE-8",)

_line = messages._line


def _without_message(message: Mapping[str, object]) -> bytes:
    error = message.get("error")
    if not isinstance(error, dict) or error.get("data", {}).get("status") != 424:
        return _line(message)
    return _line({**message, "error": {name: error[name] for name in ("code", "data")}})


messages._line = _without_message
sys.exit(run(ScoringClient))
