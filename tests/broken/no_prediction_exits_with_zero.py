"""Exits with 0 if the reply to a one-shot has no prediction.

The error is on standard error, and every other one-shot has its exit status.
"""

import sys
from collections.abc import Mapping
from typing import IO, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = (
    "modes/one-shot-no-prediction",
    "modes/one-shot-prints-*",
)
VIOLATES: Final = ("MODE-1",)


def _fail(stderr: IO[bytes], status: int, members: Mapping[str, object]) -> int:
    return fail(stderr, 0 if members["kind"] == "response-format" else status, members)


fail = oneshot.fail
oneshot.fail = _fail
sys.exit(run(ScoringClient))
