"""Exits with 2 if the connection is refused.

Other failures exit with 1.
"""

import sys
from collections.abc import Mapping
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = ("modes/one-shot-refused",)
VIOLATES: Final = ("MODE-1",)


fail = oneshot.fail


def _fail(stderr: Any, status: int, members: Mapping[str, object]) -> int:
    fail(stderr, status, members)
    return oneshot.UNUSABLE if members["kind"] == "connection" else status


oneshot.fail = _fail


sys.exit(run(ScoringClient))
