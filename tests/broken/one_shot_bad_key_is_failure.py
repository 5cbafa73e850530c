"""Exits with 1 if no header can carry the key.

Other bad usage exits with 2.
"""

import sys
from collections.abc import Mapping
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = ("modes/one-shot-bad-key",)
VIOLATES: Final = ("MODE-1",)


fail = oneshot.fail


def _fail(stderr: Any, status: int, members: Mapping[str, object]) -> int:
    fail(stderr, status, members)
    return (
        oneshot.FAILED if "key" in str(members["message"]) and "status" not in members else status
    )


oneshot.fail = _fail


sys.exit(run(ScoringClient))
