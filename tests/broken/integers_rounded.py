"""Reads and writes the integers of a payload as doubles.

Integers up to 2^53 stay what they are.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "scoring/payload-integers",
    "scoring/payload-list-integer",
    "scoring/payload-list-of-integers",
    "scoring/payload-received-unchanged",
    "scoring/payload-unchanged",
)
VIOLATES: Final = ("NUMBER-3",)


def _rounded(value: object) -> object:
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    whole = isinstance(value, int) and not isinstance(value, bool)
    return float(value) if whole and abs(value) > 2**53 else value


class _Rounding(Client):
    def score_payload(self, payload: object, **more: Any) -> object:
        return _rounded(super().score_payload(_rounded(payload), **more))


sys.exit(run(_Rounding))
