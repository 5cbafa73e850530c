"""Limits the length that a reply announces, and no other.

A reply in chunks, or until the end of the connection, is read whatever its length.
"""

import sys
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import body
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = (
    "limits/reply-over-limit-chunked",
    "limits/reply-over-limit-packed",
)
VIOLATES: Final = ("LIMIT-1",)


def _pieces(self: Transport, raw: Any, attempt: Any) -> Iterator[bytes]:
    limit = self._reply_limit
    announced = raw.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) <= limit:
        self._reply_limit = 1 << 62
    try:
        yield from pieces(self, raw, attempt)
    finally:
        self._reply_limit = limit


def _read(given: Iterator[bytes], limit: int, **more: Any) -> tuple[bytes, bool]:
    first = next(given, b"")
    announced = len(first) > limit and len(first) <= limit + 1
    return read(chain([first], given), limit if announced else 1 << 62, **more)


pieces, read = Transport._pieces, body.read
Transport._pieces = _pieces
body.read = _read
sys.exit(run(Client))
