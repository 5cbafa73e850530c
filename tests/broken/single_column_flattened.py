"""Sends rows of one number each as a list of numbers.

Longer rows are sent as rows, and so is a single row.
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


class _Flat(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        matrix = [list(row) for row in rows]
        if len(matrix) > 1 and all(len(row) == 1 for row in matrix):
            return super().encode_payload({"data": [value for (value,) in matrix]})
        return super().encode_rows(matrix)


sys.exit(run(_Flat))
