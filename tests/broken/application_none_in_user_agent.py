"""Puts None before its product in User-Agent if no application is named.

The name of an application is put there as it is.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("request/identity-alone",)
VIOLATES: Final = ("IDENTITY-1",)


class _None(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        if settings.get("application") is None:
            settings["application"] = "None"
        super().__init__(uri, **settings)


sys.exit(run(_None))
