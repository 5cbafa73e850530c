"""Sends each number with fifteen significant digits, although a double may need seventeen.

The documented rows need no more than fifteen, and numbers in replies are read bit for bit.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "calls/at-once",
    "calls/in-sequence",
    "scoring/numbers-sent",
    "scoring/sent-digits",
    "scoring/sent-powers",
    "scoring/thousand",
)
VIOLATES: Final = ("NUMBER-1",)


class _FifteenDigits(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        return super().encode_rows([[float(f"{value:.15g}") for value in row] for row in rows])


sys.exit(run(_FifteenDigits))
