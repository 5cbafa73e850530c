"""Shows a key that it refuses in the error message.

The key is refused before anything is sent, and a valid key is never shown.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, ScoringError

CAUGHT_BY: Final = (
    "configuration/key-line-break",
    "secrets/refused-key",
)
VIOLATES: Final = ("SECRET-1",)


class _ShowingKey(Client):
    def __init__(self, key: str | None = None, **settings: Any) -> None:
        if key is not None and not key.isprintable():
            raise ScoringError.of(ErrorKind.CONFIGURATION, f"no header carries {key!r}")
        super().__init__(key=key, **settings)


sys.exit(run(_ShowingKey))
