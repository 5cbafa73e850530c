"""The journal: what came in, in the order it started, and how each of it ended."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from scoreline.results.exchange import Ending, Exchange

STRAYS: Final = 256
"""How many requests to no known service are kept: the last ones."""

STRAY_BODY: Final = 65_536
"""Bytes of the body that are kept of each of them."""


@dataclass(slots=True, eq=False)
class Entry:
    """One request while it goes on. The fields are those of `Exchange`."""

    service: str
    connection: int
    sequence: int
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    started: float
    body: bytes = b""
    status: int | None = None
    ending: Ending = Ending.ABANDONED
    exchange: Exchange | None = field(default=None, init=False)

    def end(self, ended: float) -> Exchange:
        """Makes the entry a finished exchange; `ended` is on the clock of `started`, in seconds."""
        self.exchange = Exchange(
            service=self.service,
            connection=self.connection,
            sequence=self.sequence,
            method=self.method,
            target=self.target,
            headers=self.headers,
            body=self.body,
            status=self.status,
            ending=self.ending,
            started=self.started,
            ended=ended,
        )
        return self.exchange


class Journal:
    """What one service saw. Not safe to share between threads: it lives in one event loop."""

    def __init__(self, limit: int | None = None) -> None:
        """Starts empty; keeps the last `limit` exchanges, or all of them."""
        self._entries: deque[Entry] = deque(maxlen=limit)
        self._in_flight: dict[Entry, Callable[[], None]] = {}
        self._settled = asyncio.Event()
        self._settled.set()

    def begin(self, entry: Entry, abort: Callable[[], None]) -> None:
        """Takes an entry up, in the order of these calls; `abort` would end its connection."""
        self._entries.append(entry)
        self._in_flight[entry] = abort
        self._settled.clear()

    def end(self, entry: Entry) -> None:
        """Says that an entry has become an exchange."""
        del self._in_flight[entry]
        if not self._in_flight:
            self._settled.set()

    def exchanges(self) -> tuple[Exchange, ...]:
        """What is finished, in the order it started."""
        return tuple(entry.exchange for entry in self._entries if entry.exchange is not None)

    async def settled(self) -> None:
        """Returns once nothing is in flight."""
        while self._in_flight:
            await self._settled.wait()

    def abort(self) -> None:
        """Ends the connection of everything that is in flight, which is then closed by us."""
        for entry, abort in tuple(self._in_flight.items()):
            entry.ending = Ending.CLOSED
            abort()


class Strays:
    """Requests to no known service: the last few, with the beginning of their bodies."""

    def __init__(self) -> None:
        """Starts empty."""
        self._entries: deque[Entry] = deque(maxlen=STRAYS)

    def begin(self, entry: Entry) -> None:
        """Takes an entry up, in the order of these calls."""
        self._entries.append(entry)

    def exchanges(self, service: str) -> tuple[Exchange, ...]:
        """What is finished of those whose path named this service; empty for no name at all."""
        return tuple(
            entry.exchange
            for entry in self._entries
            if entry.service == service and entry.exchange is not None
        )
