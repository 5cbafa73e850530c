"""What a service on the endpoint does: who may call it, and the replies it plays."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted reply.

    Attributes:
        status: HTTP status code, 100 to 599.
        headers: name and value in the order they are sent; `Content-Length` is added.
        body: the body's bytes as they are sent.
        raw: sent instead of status line, headers and body, byte for byte, after which the
            connection is closed. None for an ordinary reply.
        delay_seconds: time between the end of the request and the first byte of the reply.
        close: close the connection after the reply; with an empty `raw`, instead of a reply.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    raw: bytes | None = None
    delay_seconds: float = 0.0
    close: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """One name on the endpoint.

    Attributes:
        name: last but one segment of `/api/v1/service/<name>/score`: letters, digits, `-_.`.
        key: what `Authorization: Bearer <key>` must carry; None where the service asks for none.
        replies: played in this order to the score requests that were let in; the last one is
            repeated. Empty: the model answers.
    """

    name: str
    key: str | None = field(default=None, repr=False)
    replies: tuple[Reply, ...] = ()
