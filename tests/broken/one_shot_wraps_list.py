"""Sends a list in an object, with the member `data`.

Objects are sent unchanged.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = ("modes/one-shot-sends-list",)
VIOLATES: Final = ("MODE-6",)


parse = oneshot.strict_json.parse


def _parse(data: bytes) -> Any:
    value = parse(data)
    return {"data": value} if isinstance(value, list) and len(data) < 65536 else value


if sys.argv[1:] == ["score"]:
    oneshot.strict_json.parse = _parse
sys.exit(run(ScoringClient))
