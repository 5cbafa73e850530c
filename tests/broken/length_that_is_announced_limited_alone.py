"""Limits the length that a reply announces, and no other.

A reply in chunks, or until the end of the connection, is read whatever its length.
"""

import sys
import threading
from collections.abc import Iterator
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import body, transport

CAUGHT_BY: Final = (
    "limits/reply-over-limit-chunked",
    "limits/reply-over-limit-until-close",
    "limits/reply-without-end",
)
VIOLATES: Final = ("LIMIT-1",)


def _first_values(headers: Any) -> Any:
    latest.announced = "content-length" in headers
    return first_values(headers)


def _read(pieces: Iterator[bytes], limit: int, **more: Any) -> tuple[bytes, bool]:
    return read(pieces, limit if latest.announced else 1 << 62, **more)


latest = threading.local()
first_values, read = transport._first_values, body.read
transport._first_values = _first_values
body.read = _read
sys.exit(run(Client))
