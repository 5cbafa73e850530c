"""Sends its secondary key first.

The primary one follows if that is refused.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "keys/forbidden",
    "keys/primary-again",
    "keys/refused-by-the-script",
    "keys/secondary-after-401",
    "keys/secondary-alone",
    "keys/secondary-not-needed",
    "keys/secondary-outside-the-retries",
    "keys/secondary-refused-after-503",
    "options/same-key",
)
VIOLATES: Final = ("AUTH-4",)


class _Swapped(Client):
    def __init__(self, *arguments: Any, **settings: Any) -> None:
        if settings.get("secondary_key"):
            keys = settings["secondary_key"], settings.get("key")
            settings["key"], settings["secondary_key"] = keys
        super().__init__(*arguments, **settings)


sys.exit(run(_Swapped))
