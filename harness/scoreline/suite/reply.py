"""A reply of a service: what is sent, down to the byte and the pause."""

from __future__ import annotations

import gzip
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Any

from scoreline.formats.json import render
from scoreline.suite.declaration import constrained, declared

_PIECES = 6
"""How many pieces of a raw reply are explained one by one."""
_TEXT = 100
"""Characters of a piece that are shown."""
_BYTES = 16
"""Bytes of a piece that is given in base64 that are shown."""
_LAST_CHUNK = b"0\r\n\r\n"


class Then(StrEnum):
    """What the endpoint does with the connection when everything of a reply has been sent."""

    KEEP = "keep"
    CLOSE = "close"
    RESET = "reset"
    HALF_CLOSE = "half-close"


class Framing(StrEnum):
    """How a reply tells where its body ends (RFC 9112, section 6.3)."""

    LENGTH = "length"
    CHUNKED = "chunked"
    UNTIL_CLOSE = "until-close"


class Encoding(StrEnum):
    """The content coding of a body (RFC 9110, section 8.4.1)."""

    GZIP = "gzip"


_THEN = {
    Then.KEEP: "then leaves the connection open",
    Then.CLOSE: "then closes the connection",
    Then.RESET: "then resets the connection",
    Then.HALF_CLOSE: "then closes its own half of the connection",
}


@constrained(
    conflicts={
        "text": ("base64", "pause_seconds"),
        "base64": ("pause_seconds", "times", "every_seconds"),
        "pause_seconds": ("times", "every_seconds"),
    },
    minProperties=1,
)
@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a raw reply: bytes, or a pause."""

    text: Annotated[str, declared("UTF-8 text.", explain="{!r}")] = ""
    base64: Annotated[
        str, declared("Bytes in base64.", explain="the bytes {} (base64)", minLength=1)
    ] = ""
    pause_seconds: Annotated[
        float, declared("Seconds without a byte.", explain="{:g} s pause", exclusiveMinimum=0)
    ] = 0.0
    times: Annotated[
        int, declared("How often the text is sent.", explain="{} times", minimum=1)
    ] = 1
    every_seconds: Annotated[
        float,
        declared("Seconds between one time and the next.", explain="one every {:g} s", minimum=0),
    ] = 0.0


def _explain_raw(reply: Reply) -> Iterator[str]:
    if isinstance(reply.raw, str):
        yield f"the bytes {reply.raw!r} and nothing else" if reply.raw else "no bytes at all"
    elif reply.raw is not None:
        shown = [_piece(one) for one in reply.pieces[:_PIECES]]
        more = len(reply.raw) - _PIECES
        shown += [f"{more} more pieces"] if more > 0 else []
        yield f"{', then '.join(shown)}, and nothing else"


def _piece(piece: Piece) -> str:
    """A piece in words: its bytes, or its pause."""
    if piece.pause_seconds:
        return f"a pause of {piece.pause_seconds:g} s"
    if piece.base64:
        data = b64decode(piece.base64)
        more = "" if len(data) <= _BYTES else f" … ({len(data)} bytes)"
        return f"the bytes {data[:_BYTES].hex(' ')}{more} in hexadecimal"
    text = piece.text if len(piece.text) <= _TEXT else f"{piece.text[:_TEXT]}…"
    times = "" if piece.times == 1 else f" {piece.times} times"
    every = f", once every {piece.every_seconds:g} s" if piece.every_seconds else ""
    return f"the bytes {text!r}{times}{every}"


def _explain_end(reply: Reply) -> Iterator[str]:
    """What follows the bytes of a reply; nothing if the next one follows on the connection."""
    headers = {name.lower(): value.lower() for name, value in reply.headers.items()}
    length, coding = headers.get("content-length", ""), headers.get("transfer-encoding")
    if reply.end is not Then.KEEP or reply.raw is not None:
        yield _THEN[reply.end]
    elif length.isdecimal() and int(length) > len(reply.body):
        yield f"then stalls: the rest of the {length} bytes that it announces never follows"
    elif coding == "chunked" and not reply.body.endswith(_LAST_CHUNK):
        yield "then stalls: the last chunk never follows"


@constrained(
    conflicts={
        "json": ("text", "raw", "model"),
        "text": ("raw", "model"),
        "raw": ("status", "headers", "model", "framing", "encoding"),
    },
    minProperties=1,
)
@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of a service: status, headers and one of `json`, `text`, `model` and `raw`."""

    status: Annotated[
        int, declared("HTTP status code.", explain="status {}", minimum=100, maximum=599)
    ] = 200
    headers: Annotated[
        Mapping[str, str],
        declared(
            "Headers in the order in which they are sent. Content-Length is added.",
            explain="header {}: {}",
        ),
    ] = field(default_factory=dict)
    json: Annotated[
        Any,
        declared(
            "Body as a JSON value, sent with Content-Type: application/json unless `headers` "
            "names another. In its texts ${key} stands for the service's key; a text ${drawn:NAME} "
            "stands for a number that is drawn for the run.",
            explain="JSON {}",
        ),
    ] = None
    text: Annotated[
        str | None,
        declared(
            "Body as UTF-8 text. ${key} stands for the service's key, ${drawn:NAME} for a number "
            "that is drawn for the run.",
            explain="text {!r}",
        ),
    ] = None
    model: Annotated[
        bool,
        declared("The model's answer to the request.", explain="the model's answer", const=True),
    ] = False
    framing: Annotated[
        Framing,
        declared(
            "How the reply tells where its body ends: by its length, in chunks of 7 bytes, or by "
            "the end of the connection.",
            explain="framed by {}",
        ),
    ] = Framing.LENGTH
    encoding: Annotated[
        Encoding | None,
        declared(
            "Content coding of the body if the client accepts it, with the header; otherwise the "
            "body is sent plain.",
            explain="encoded with {} if the client accepts that",
        ),
    ] = None
    raw: Annotated[
        str | tuple[str | Piece, ...] | None,
        declared(
            "Everything that is sent, byte for byte, instead of status line, headers and body: a "
            "text (UTF-8), or a list of texts, bytes and pauses.",
            explain=_explain_raw,
        ),
    ] = None
    delay_seconds: Annotated[
        float,
        declared(
            "Seconds between the end of the request and the first byte of the reply.",
            explain="after {:g} s",
            minimum=0,
        ),
    ] = 0.0
    then: Annotated[
        Then | None,
        declared(
            "What follows the reply on the connection. By default it is closed after a raw reply "
            "and kept open after any other.",
            explain=_explain_end,
        ),
    ] = None

    @property
    def end(self) -> Then:
        """What follows the reply on the connection."""
        if self.then is not None:
            return self.then
        closing = any(
            name.lower() == "connection" and value.lower() == "close"
            for name, value in self.headers.items()
        )
        ends_body = self.framing is Framing.UNTIL_CLOSE
        return Then.CLOSE if self.raw is not None or closing or ends_body else Then.KEEP

    @property
    def body(self) -> bytes:
        """The body's bytes before any framing: the JSON value or the text, encoded, or nothing."""
        data = render(self.json).encode() if self.json is not None else (self.text or "").encode()
        return gzip.compress(data, mtime=0) if self.encoding is Encoding.GZIP else data

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of a raw reply; none of any other."""
        given = (self.raw,) if isinstance(self.raw, str) else self.raw or ()
        return tuple(Piece(text=one) if isinstance(one, str) else one for one in given)

    def filled(self, fill: Callable[[Any], Any]) -> Reply:
        """A copy with whatever `fill` makes of its headers, its body and its pieces."""
        raw = self.raw
        if isinstance(raw, str):
            raw = str(fill(raw))
        elif raw is not None:
            raw = tuple(replace(piece, text=str(fill(piece.text))) for piece in self.pieces)
        return replace(
            self,
            headers=fill(dict(self.headers)),
            json=fill(self.json),
            text=None if self.text is None else str(fill(self.text)),
            raw=raw,
        )

    @property
    def sent_headers(self) -> Mapping[str, str]:
        """The headers, with those that describe the body unless they name them."""
        named = {name.lower() for name in self.headers}
        added = {}
        if self.json is not None and "content-type" not in named:
            added["Content-Type"] = "application/json"
        if self.encoding is not None and "content-encoding" not in named:
            added["Content-Encoding"] = self.encoding.value
        return added | dict(self.headers) if added else self.headers
