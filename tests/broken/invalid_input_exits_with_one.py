"""Exits with 1 if the input of a one-shot is not JSON.

Every other one-shot has its exit status.
"""

import sys
from collections.abc import Mapping
from typing import IO, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = (
    "modes/one-shot-byte-order-mark",
    "modes/one-shot-nan",
    "modes/one-shot-no-input",
    "modes/one-shot-no-json",
    "modes/one-shot-two-values",
)
VIOLATES: Final = ("MODE-1",)


def _fail(stderr: IO[bytes], status: int, members: Mapping[str, object]) -> int:
    return fail(stderr, 1 if "not JSON" in str(members["message"]) else status, members)


fail = oneshot.fail
oneshot.fail = _fail
sys.exit(run(ScoringClient))
