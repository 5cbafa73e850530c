"""Sends one row of one number as a list of that number.

Several rows, and a row of several numbers, are sent as a matrix.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("scoring/shape-single",)
VIOLATES: Final = ("REQUEST-4",)


class _Flat(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        matrix = [list(row) for row in rows]
        if len(matrix) == 1 and len(matrix[0]) == 1:
            return super().encode_payload({"data": matrix[0]})
        return super().encode_rows(matrix)


sys.exit(run(_Flat))
