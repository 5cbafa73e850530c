"""What a service on the endpoint does: who may call it, and the replies it sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from scoreline.formats.json import render
from scoreline.suite.declaration import constrained, declared

_LAST_CHUNK = b"0\r\n\r\n"


def _explain_raw(reply: Reply) -> Iterator[str]:
    if reply.raw is not None:
        yield f"the bytes {reply.raw!r} and nothing else" if reply.raw else "no bytes at all"


def _explain_end(reply: Reply) -> Iterator[str]:
    """What follows the bytes of a reply; nothing if the next one follows on the connection."""
    headers = {name.lower(): value.lower() for name, value in reply.headers.items()}
    length, coding = headers.get("content-length", ""), headers.get("transfer-encoding")
    if reply.close or reply.raw is not None or headers.get("connection") == "close":
        yield "then closes the connection"
    elif length.isdecimal() and int(length) > len(reply.body):
        yield f"then stalls: the rest of the {length} bytes that it announces never follows"
    elif coding == "chunked" and not reply.body.endswith(_LAST_CHUNK):
        yield "then stalls: the last chunk never follows"


@constrained(
    conflicts={"json": ("text", "raw"), "text": ("raw",), "raw": ("status", "headers")},
    minProperties=1,
)
@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of a service: status, headers and at most one of `json`, `text` and `raw`."""

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
    raw: Annotated[
        str | None,
        declared(
            "Everything that is sent, byte for byte (UTF-8), instead of status line, headers and "
            "body. The connection is closed afterwards.",
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
    close: Annotated[
        bool,
        declared(
            "Close the connection after the reply; with an empty `raw`, instead of a reply.",
            explain=_explain_end,
        ),
    ] = False

    @property
    def body(self) -> bytes:
        """The body's bytes: the JSON value rendered, or the text, or nothing."""
        if self.json is not None:
            return render(self.json).encode()
        return (self.text or "").encode()

    @property
    def sent_headers(self) -> Mapping[str, str]:
        """The headers, with the Content-Type of a JSON body unless they name one."""
        if self.json is None or any(name.lower() == "content-type" for name in self.headers):
            return self.headers
        return {"Content-Type": "application/json"} | dict(self.headers)


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """The service that the case's client calls. Without replies the model answers."""

    key: Annotated[
        bool,
        declared(
            "Whether the service requires its key. The client is given the key in any case, unless "
            "call.credentials states otherwise.",
            explain="requires its key",
            otherwise="requires no key",
        ),
    ] = False
    replies: Annotated[
        tuple[Reply, ...],
        declared(
            "Replies in the order in which they are sent; the last one is repeated.",
            explain="replies with {}",
            otherwise="the model answers, with a factor that is drawn for the run",
            minItems=1,
        ),
    ] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """One name on the endpoint.

    Attributes:
        name: last but one segment of `/api/v1/service/<name>/score`: letters, digits, `-_.`.
        key: what `Authorization: Bearer <key>` must carry; None if the service requires no key.
        replies: sent in this order to the score requests that are let in; the last one is
            repeated. Empty: the model answers.
        factor: what the model's predictions are multiplied by.
    """

    name: str
    key: str | None = field(default=None, repr=False)
    replies: tuple[Reply, ...] = ()
    factor: float = 1.0
