"""Writes every key of a session to standard error when the program ends.

It writes nothing before, and exits with status 0 after shutdown.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "modes/session-ends",
    "modes/session-no-uri",
)
VIOLATES: Final = ("SECRET-1",)

log: list[str] = []


class _LoggingKey(Client):
    def __init__(self, *values: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        if self.configuration.key is not None:
            log.append(self.configuration.key.reveal())


status = run(_LoggingKey)
if sys.argv[1:] == ["session"]:
    sys.stderr.write("\n".join(log))
sys.exit(status)
