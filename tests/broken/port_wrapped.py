"""Takes a port above 65535 modulo 65536.

A port that is not a number is refused.
"""

import re
import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("configuration/uri-port",)
VIOLATES: Final = ("CONFIG-5",)


def _wrapped(port: re.Match[str]) -> str:
    return f":{int(port[1]) % 65536}"


class _Wrapping(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        super().__init__(re.sub(r"(?<=\d):(\d+)", _wrapped, uri, count=1), **settings)


sys.exit(run(_Wrapping))
