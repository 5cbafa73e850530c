"""The encoding of replies: from a reply to the headers and bytes that are sent."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from scoreline.fault import Code, Fault, FaultError
from scoreline.results.exchange import SentReply
from scoreline.suite.reply import Framing, Piece, Reply

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
"""Sent to a client that waits for it before it sends the body."""

_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}
_FORBIDDEN: Final = frozenset("\r\n\0")
_NO_CONTENT: Final = frozenset({204, 304})
_CHUNK: Final = 7
_LAST: Final = "\xff"
_FIRST_FINAL: Final = 200
_STATUSES: Final = range(100, 600)


def check(reply: Reply) -> None:
    """Refuses a reply that could only be sent as `raw`.

    Raises:
        FaultError: `Code.INVALID` with the reply's `field` in the details: the status is not an
            HTTP status, a header has a line break or a character beyond U+00FF, a piece is not
            base64, or the delay is negative.
    """
    if reply.status not in _STATUSES:
        raise _invalid("status", f"{reply.status} is not an HTTP status")
    try:
        for piece in reply.pieces:
            piece_bytes(piece)
    except ValueError as error:
        raise _invalid("raw", f"is not base64: {error}") from error
    if reply.delay_seconds < 0:
        raise _invalid("delay_seconds", f"a delay of {reply.delay_seconds} s is negative")
    for name, value in reply.headers.items():
        text = name + value
        if not name or _FORBIDDEN.intersection(text) or max(text) > _LAST:
            raise _invalid("headers", f"{name!r}: {value!r} is not a valid HTTP header")


def piece_bytes(piece: Piece) -> bytes:
    """The bytes of a piece of a raw reply, as they are sent each time.

    Raises:
        ValueError: its base64 is invalid.
    """
    return base64.b64decode(piece.base64, validate=True) if piece.base64 else piece.text.encode()


def encode(
    reply: Reply, added: Iterable[tuple[str, str]], *, date: str, without_body: bool = False
) -> tuple[bytes, SentReply]:
    """The head's bytes, and the whole reply as it is sent after them, with its body framed.

    Args:
        reply: the reply to send.
        added: headers to append to those of the reply, unless the reply names them itself.
        date: value of the Date header, unless the reply names one.
        without_body: for HEAD: the same headers, and no body.
    """
    body = reply.body
    headers = list(reply.sent_headers.items())
    named = {name.lower() for name, _ in headers}
    if "date" not in named:
        headers.append(("Date", date))
    if _has_length(reply.status) and named.isdisjoint(("content-length", "transfer-encoding")):
        if reply.framing is Framing.LENGTH:
            headers.append(("Content-Length", str(len(body))))
        elif reply.framing is Framing.CHUNKED:
            headers.append(("Transfer-Encoding", "chunked"))
            body = _chunked(body)
    headers.extend((name, value) for name, value in added if name.lower() not in named)
    lines = [f"HTTP/1.1 {reply.status} {_PHRASES.get(reply.status, '')}"]
    lines.extend(f"{name}: {value}" for name, value in headers)
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head, SentReply(reply.status, tuple(headers), b"" if without_body else body)


def _chunked(body: bytes) -> bytes:
    """The body in chunks (RFC 9112, section 7.1), so small that no reader gets it in one."""
    pieces = (body[start : start + _CHUNK] for start in range(0, len(body), _CHUNK))
    chunks = (b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"".join(chunks) + b"0\r\n\r\n"


@lru_cache(maxsize=1)
def http_date(second: int) -> str:
    """The Date header for a second since 1970; computed once per second."""
    return formatdate(second, usegmt=True)


def _has_length(status: int) -> bool:
    """Whether such a reply may have a Content-Length (RFC 9110, section 8.6)."""
    return status >= _FIRST_FINAL and status not in _NO_CONTENT


def _invalid(field: str, message: str) -> FaultError:
    return FaultError(Fault(Code.INVALID, message, {"field": field}))


def accepts(coding: str, header: str) -> bool:
    """Whether a client accepts a content coding (RFC 9110, section 12.5.3).

    Args:
        coding: its name in lower case.
        header: the value of Accept-Encoding; empty if there is none, which here means that only
            plain bodies are accepted: a client that asks for nothing need not decode anything.
    """
    for part in header.lower().split(","):
        name, _, weight = (one.strip() for one in part.partition(";"))
        if name in (coding, f"x-{coding}", "*"):
            return re.fullmatch(r"q *= *0(\.0*)?", weight) is None
    return False
