"""Reads 65,536 bytes of standard input.

Shorter JSON is sent.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = ("modes/one-shot-sends-large",)
VIOLATES: Final = ("MODE-6",)


parse = oneshot.strict_json.parse


def _parse(data: bytes) -> Any:
    return parse(data[:65536])


if sys.argv[1:] == ["score"]:
    oneshot.strict_json.parse = _parse
sys.exit(run(ScoringClient))
