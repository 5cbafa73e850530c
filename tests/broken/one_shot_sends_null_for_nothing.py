"""Sends null if standard input is empty.

JSON is sent.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = ("modes/one-shot-no-input",)
VIOLATES: Final = ("MODE-1",)


parse = oneshot.strict_json.parse


def _parse(data: bytes) -> Any:
    return parse(data) if data else None


if sys.argv[1:] == ["score"]:
    oneshot.strict_json.parse = _parse
sys.exit(run(ScoringClient))
