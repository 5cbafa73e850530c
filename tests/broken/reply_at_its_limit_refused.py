"""Refuses a reply that is exactly as long as its limit.

A shorter one is read.
"""

import sys
from collections.abc import Iterator
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import body

CAUGHT_BY: Final = (
    "limits/reply-at-*",
    "limits/reply-limit-of-one-byte",
)
VIOLATES: Final = ("LIMIT-1",)


def _read(pieces: Iterator[bytes], limit: int, **more: Any) -> tuple[bytes, bool]:
    content, complete = read(pieces, limit, **more)
    return content, complete and len(content) < limit


read = body.read
body.read = _read
sys.exit(run(Client))
