"""Skips a byte order mark on standard input.

JSON without one is sent.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import oneshot

CAUGHT_BY: Final = ("modes/one-shot-byte-order-mark",)
VIOLATES: Final = ("MODE-1",)


parse = oneshot.strict_json.parse


def _parse(data: bytes) -> Any:
    return parse(data.removeprefix(b"\xef\xbb\xbf"))


if sys.argv[1:] == ["score"]:
    oneshot.strict_json.parse = _parse
sys.exit(run(ScoringClient))
