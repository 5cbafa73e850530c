"""Takes a secondary key for the primary one if there is no other.

With both, the primary one is sent.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = ("keys/secondary-alone",)
VIOLATES: Final = ("AUTH-4",)


class _Lenient(Client):
    def __init__(self, *arguments: Any, **settings: Any) -> None:
        if settings.get("secondary_key") and not settings.get("key"):
            settings["key"] = settings.pop("secondary_key")
        super().__init__(*arguments, **settings)


sys.exit(run(_Lenient))
