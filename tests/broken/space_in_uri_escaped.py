"""Escapes a space in the scoring URI, and calls the result.

All other invalid URIs are refused.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("configuration/uri-blank",)
VIOLATES: Final = ("CONFIG-1",)


class _Escaping(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        super().__init__(uri.replace(" ", "%20"), **settings)


sys.exit(run(_Escaping))
