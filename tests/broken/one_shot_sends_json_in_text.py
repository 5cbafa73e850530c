"""Sends the JSON that a text on standard input contains.

Other texts are sent unchanged.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = ("modes/one-shot-sends-text",)
VIOLATES: Final = ("MODE-6",)


parse = oneshot.strict_json.parse


def _parse(data: bytes) -> Any:
    value = parse(data)
    return parse(value.encode()) if isinstance(value, str) else value


if sys.argv[1:] == ["score"]:
    oneshot.strict_json.parse = _parse
sys.exit(run(ScoringClient))
