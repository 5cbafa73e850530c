"""Sends whole numbers below -2147483648 as that number.

Every other number is sent bit for bit.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("scoring/sent-powers",)
VIOLATES: Final = ("NUMBER-1",)


class _Narrow(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        least = -2147483648.0
        return super().encode_rows([[self._kept(value, least) for value in row] for row in rows])

    @staticmethod
    def _kept(value: float, least: float) -> float:
        return max(value, least) if float(value).is_integer() else value


sys.exit(run(_Narrow))
