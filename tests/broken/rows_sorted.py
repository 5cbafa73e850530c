"""Sends the rows sorted in descending order.

A single row is unaffected, and so are the two documented rows, which are already in that order.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "scoring/order",
    "scoring/sent-ragged",
    "scoring/shape-column",
    "scoring/shape-repeated",
    "scoring/thousand",
)
VIOLATES: Final = ("SCORE-1",)


class _SortedRows(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        return super().encode_rows(sorted(rows, reverse=True))


sys.exit(run(_SortedRows))
