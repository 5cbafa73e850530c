"""Keeps a connection that a reply closes with the word in other letters.

Connection: close closes it.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, wire

CAUGHT_BY: Final = ("connections/closing-an-error",)
VIOLATES: Final = ("CONNECTION-3",)


check_close = wire._StrictResponse._check_close  # type: ignore[attr-defined]


def _check_close(self: wire._StrictResponse) -> bool:
    return self.headers.get("connection", "close") == "close" and bool(check_close(self))


wire._StrictResponse._check_close = _check_close  # type: ignore[attr-defined]


sys.exit(run(ScoringClient))
