"""Sends several rows of one number as a list of numbers.

One row, and rows of several numbers, are sent as a matrix.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "scoring/order",
    "scoring/shape-column",
)
VIOLATES: Final = ("REQUEST-4",)


class _Broken(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        matrix = [list(row) for row in rows]
        if len(matrix) > 1 and all(len(row) == 1 for row in matrix):
            return self.encode_payload({"data": [row[0] for row in matrix]})
        return super().encode_rows(matrix)


sys.exit(run(_Broken))
