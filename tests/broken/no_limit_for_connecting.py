"""Has no limit for opening a connection but the one for the attempt.

The limit is checked like any other.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "timeouts/connecting",
    "timeouts/connecting-tiny",
)
VIOLATES: Final = ("TIMEOUT-4",)


class _AttemptOnly(Client):
    def __init__(self, uri: str = "", **settings: Any) -> None:
        super().__init__(uri, **settings)
        limit = self.configuration.attempt_timeout
        object.__setattr__(self.configuration, "connect_timeout", limit)


sys.exit(run(_AttemptOnly))
