"""Lets calls run to their end after it was closed.

Later calls are refused.
"""

import sys
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "calls/closed",
    "calls/closed-beside-another",
    "options/given-up-close",
    "retries/closed-while-waiting",
)
VIOLATES: Final = ("CLOSE-1",)


class _Lasting(Client):
    def close(self) -> None:
        self._calls.clear()
        super().close()


sys.exit(run(_Lasting))
