"""What the endpoint saw: one exchange a request, byte by byte and connection by connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Ending(StrEnum):
    """How an exchange ended, seen from the endpoint."""

    REPLIED = "replied"
    """The whole reply was handed to the network, which need not mean that it arrived."""
    CLOSED = "closed"
    """The endpoint closed the connection without a reply that it knows to be whole: its script sent
    raw bytes or none, its service was removed, or it was closed itself."""
    ABANDONED = "abandoned"
    """The client closed the connection before the reply was whole."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and how it ended.

    Attributes:
        service: the service's name.
        connection: number of the connection, from 1, in the order the endpoint accepted them.
        sequence: number of the request on its connection, from 1.
        method: as it was sent.
        target: path and query, to the letter, one character a byte.
        headers: names and values in the order and case they were sent, one character a byte.
            Not part of the repr, since they hold the key.
        body: the request body's bytes, with any transfer coding undone.
        status: status of the reply; None where none was begun or the script sent raw bytes.
        ending: how the exchange ended.
        started: seconds on a monotonic clock, when the request's head was read.
        ended: the same clock, when the exchange ended.
    """

    service: str
    connection: int
    sequence: int
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    status: int | None
    ending: Ending
    started: float
    ended: float

    def header(self, name: str) -> tuple[str, ...]:
        """All values of the header `name` (any case), in the order they were sent."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)
