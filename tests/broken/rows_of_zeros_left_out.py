"""Leaves rows of zeros out if there are others.

Other rows are sent.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "scoring/shape-column",
    "scoring/shape-repeated",
)
VIOLATES: Final = ("REQUEST-4",)


class _Broken(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        matrix = [list(row) for row in rows]
        return super().encode_rows([row for row in matrix if any(row) or not row] or matrix)


sys.exit(run(_Broken))
