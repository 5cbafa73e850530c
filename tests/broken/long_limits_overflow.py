"""Counts limits in milliseconds of 32 bits, so that one of fifty days is too long.

Such a limit is refused.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("timeouts/for-*",)
VIOLATES: Final = ("TIMEOUT-5",)


class _FewBits(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        limit = settings.get("attempt_timeout")
        if type(limit) in (int, float) and limit * 1000 >= 2**32:
            settings["attempt_timeout"] = -1
        super().__init__(uri, **settings)


sys.exit(run(_FewBits))
