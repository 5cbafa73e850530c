"""Calls a service of its own machine if a session's configuration has no scoring URI.

An invalid scoring URI is refused.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "configuration/no-uri",
    "modes/session-no-uri",
)
VIOLATES: Final = ("CONFIG-1",)


class _Local(Client):
    def __init__(self, uri: str = "http://127.0.0.1:9/score", **settings: Any) -> None:
        super().__init__(uri, **settings)


sys.exit(run(_Local))
