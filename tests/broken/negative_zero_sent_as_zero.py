"""Sends -0.0 in rows as 0.0.

Every other number is sent bit for bit.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("scoring/numbers-sent",)
VIOLATES: Final = ("NUMBER-1",)


class _PositiveZero(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        return super().encode_rows([[value + 0.0 for value in row] for row in rows])


sys.exit(run(_PositiveZero))
