"""Sends the first ten numbers of each row.

A row of ten numbers is sent whole.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("scoring/shape-wide",)
VIOLATES: Final = ("REQUEST-4",)


class _Broken(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        matrix = [list(row) for row in rows]
        return super().encode_rows([row[:10] for row in matrix])


sys.exit(run(_Broken))
