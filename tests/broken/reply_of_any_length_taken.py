"""Reads a reply of any length.

Its limit is checked, and not used.
"""

import sys
from collections.abc import Iterator
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import body

CAUGHT_BY: Final = (
    "limits/announced-over-limit",
    "limits/error-over-limit",
    "limits/health-over-limit",
    "limits/key-cut-by-the-limit",
    "limits/prediction-*",
    "limits/reply-over-*",
    "limits/reply-without-end",
)
VIOLATES: Final = ("LIMIT-1",)


def _read(pieces: Iterator[bytes], limit: int, **more: Any) -> tuple[bytes, bool]:  # noqa: ARG001
    return read(pieces, 1 << 62, **more)


read = body.read
body.read = _read
sys.exit(run(Client))
