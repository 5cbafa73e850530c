"""From a reply to the bytes that are sent, and what the server adds to every reply."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from scoreline.suite.service import Reply

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
"""Sent to a client that waits for it before it sends the body."""

_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}
_FORBIDDEN: Final = frozenset("\r\n\0")
_NO_CONTENT: Final = frozenset({204, 304})
_LAST: Final = "\xff"
_FIRST_FINAL: Final = 200
_STATUSES: Final = range(100, 600)


def check(reply: Reply) -> None:
    """Refuses a reply that could only be sent as `raw`.

    Raises:
        ValueError: the status is not one of HTTP, a header has a line break or a character beyond
            U+00FF, or the delay is negative.
    """
    if reply.status not in _STATUSES:
        raise ValueError(f"{reply.status} is no HTTP status")
    if reply.delay_seconds < 0:
        raise ValueError(f"a delay of {reply.delay_seconds} s is in the past")
    for name, value in reply.headers:
        text = name + value
        if not name or _FORBIDDEN.intersection(text) or max(text) > _LAST:
            raise ValueError(f"no HTTP header can carry {name!r}: {value!r}")


def closes(reply: Reply) -> bool:
    """Whether the reply itself says that the connection ends with it."""
    return reply.close or any(
        name.lower() == "connection" and value.lower() == "close" for name, value in reply.headers
    )


def encode(
    reply: Reply, added: Iterable[tuple[str, str]], *, date: str, without_body: bool = False
) -> bytes:
    """Status line, headers and body.

    Args:
        reply: not a raw one.
        added: headers to put behind those of the reply, unless it names them itself.
        date: value of the Date header, unless the reply names one.
        without_body: for HEAD: everything but the body.
    """
    lines = [f"HTTP/1.1 {reply.status} {_PHRASES.get(reply.status, '')}"]
    named = set()
    for name, value in reply.headers:
        named.add(name.lower())
        lines.append(f"{name}: {value}")
    if "date" not in named:
        lines.append(f"Date: {date}")
    if _has_length(reply.status) and named.isdisjoint(("content-length", "transfer-encoding")):
        lines.append(f"Content-Length: {len(reply.body)}")
    lines.extend(f"{name}: {value}" for name, value in added if name.lower() not in named)
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head if without_body else head + reply.body


@lru_cache(maxsize=1)
def http_date(second: int) -> str:
    """The Date header for a second since 1970; made once a second, however many replies go out."""
    return formatdate(second, usegmt=True)


def _has_length(status: int) -> bool:
    """Whether such a reply may have a Content-Length (RFC 9110, section 8.6)."""
    return status >= _FIRST_FINAL and status not in _NO_CONTENT
