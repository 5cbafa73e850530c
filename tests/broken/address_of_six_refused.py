"""Refuses an IPv6 address in a scoring URI.

Its other configurations are right.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "configuration/uri-takes-ipv6",
    "configuration/uri-takes-ipv6-mapped",
)
VIOLATES: Final = ("CONFIG-6",)


class _FourOnly(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        super().__init__(uri.replace("[", ""), **settings)


sys.exit(run(_FourOnly))
