"""Exchanges: what the endpoint saw, one request and its reply each, byte by byte."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Ending(StrEnum):
    """How an exchange ended, seen from the endpoint."""

    REPLIED = "replied"
    """The whole reply was handed to the network; it need not have arrived."""
    CLOSED = "closed"
    """The endpoint closed the connection before the reply was complete: the service was removed, or
    the endpoint was closed."""
    ABANDONED = "abandoned"
    """The client closed the connection before the reply was complete."""
    OPEN = "open"
    """It had not ended when the evidence was taken."""


@dataclass(frozen=True, slots=True)
class SentReply:
    """The reply of one exchange, as far as it was sent.

    Attributes:
        status: HTTP status; None if the script sent raw bytes.
        headers: names and values in the order they were sent. Empty for raw bytes.
        body: the body's bytes; for a raw reply all that was sent.
        omitted: bytes of the body that were not kept.
    """

    status: int | None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, its reply, and how the exchange ended.

    Attributes:
        service: the service's name on the endpoint; in a verdict, the one that the case gives it.
        connection: number of the connection, from 1, in the order the endpoint accepted them.
        sequence: number of the request on its connection, from 1.
        method: as it was sent.
        target: path and query as they were sent, one character per byte.
        version: HTTP version of the request line, such as `HTTP/1.1`; empty if it was unreadable.
        headers: names and values in the order and case they were sent, one character per byte.
            Not part of the repr, since they hold the key.
        body: the request body's bytes, with any transfer coding removed.
        reply: what was sent back; None if no reply was begun.
        ending: how the exchange ended.
        started: seconds on a monotonic clock at which the request's head had been read.
        ended: seconds on the same clock at which the exchange ended, or the evidence was taken.
        omitted: bytes of the request that were not kept. If they are bytes of its head, there are
            no headers at all, and the target is shortened.
    """

    service: str
    connection: int
    sequence: int
    method: str
    target: str
    version: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    reply: SentReply | None
    ending: Ending
    started: float
    ended: float
    omitted: int = 0

    @property
    def status(self) -> int | None:
        """Status of the reply; None if none was begun or the script sent raw bytes."""
        return self.reply.status if self.reply else None

    def header(self, name: str) -> tuple[str, ...]:
        """All values of the header `name` (in any case), in the order they were sent."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)


@dataclass(frozen=True, slots=True)
class Unrouted:
    """What an endpoint received that belongs to no case. It counts against nobody.

    Attributes:
        client: the client whose endpoint it is; it need not be the one that sent this.
        requests: how many requests named no open service, or were not HTTP.
        connections: how many connections were closed because too many were open.
        examples: method and target of the first such requests. Holds no secret.
    """

    client: str
    requests: int
    connections: int
    examples: tuple[str, ...]
