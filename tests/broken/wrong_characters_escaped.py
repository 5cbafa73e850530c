"""Escapes characters that no URI may have, as a browser does, and calls the result.

A blank, a tab and a line break are refused, and so are all other invalid URIs.
"""

import re
import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "configuration/uri-angle-bracket",
    "configuration/uri-bar",
    "configuration/uri-brace",
    "configuration/uri-delete",
    "configuration/uri-escape",
    "configuration/uri-escape-cut",
    "configuration/uri-letter",
    "configuration/uri-quote",
)
VIOLATES: Final = ("CONFIG-6",)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


class _Escaping(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        super().__init__(
            re.sub(r"[^\x00-\x20!#-;=?-Z\]_a-z~[]|%(?![0-9A-Fa-f]{2})", _escaped, uri), **settings
        )


sys.exit(run(_Escaping))
