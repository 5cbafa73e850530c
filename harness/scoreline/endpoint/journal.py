"""The journal: the exchanges of a service in the order they started, and how each one ended."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from scoreline.results.bounds import MOST_EXCHANGES
from scoreline.results.exchange import Ending, Exchange, SentReply

UNROUTED_LIMIT: Final = 256
"""How many requests to unknown services are kept: the last ones."""

UNROUTED_BYTES: Final = 4_096
"""How many bytes of the body of each such request are kept, and of its head."""

UNROUTED_EXAMPLES: Final = 3
"""How many such requests a report shows: the first ones."""


@dataclass(slots=True, eq=False)
class Entry:
    """A request in flight. Its fields are those of `Exchange`."""

    service: str
    connection: int
    sequence: int
    method: str
    target: str
    version: str
    headers: tuple[tuple[str, str], ...]
    started: float
    body: bytes = b""
    reply: SentReply | None = None
    ending: Ending = Ending.ABANDONED
    omitted: int = 0
    exchange: Exchange | None = field(default=None, init=False)

    def end(self, ended: float) -> Exchange:
        """Turns the entry into an exchange; `ended` is in seconds on the clock of `started`."""
        self.exchange = self._as_exchange(self.ending, ended)
        return self.exchange

    def so_far(self) -> Exchange:
        """The exchange, or what there is of it if it has not ended."""
        return self.exchange or self._as_exchange(Ending.OPEN, monotonic())

    def _as_exchange(self, ending: Ending, ended: float) -> Exchange:
        return Exchange(
            service=self.service,
            connection=self.connection,
            sequence=self.sequence,
            method=self.method,
            target=self.target,
            version=self.version,
            headers=self.headers,
            body=self.body,
            reply=self.reply,
            ending=ending,
            started=self.started,
            ended=ended,
            omitted=self.omitted,
        )


class Journal:
    """The exchanges of one service, in one event loop. Not safe to share between threads."""

    def __init__(self, limit: int | None = None) -> None:
        """An empty journal that keeps the last `limit` exchanges; None: the first ones."""
        self._entries: deque[Entry] = deque(maxlen=limit)
        self._in_flight: dict[Entry, Callable[[], None]] = {}
        self._settled = asyncio.Event()
        self._settled.set()

    @property
    def is_full(self) -> bool:
        """Whether there are more than `MOST_EXCHANGES`, so that no other one may begin."""
        return self._entries.maxlen is None and len(self._entries) > MOST_EXCHANGES

    def begin(self, entry: Entry, abort: Callable[[], None]) -> None:
        """Adds an entry, in the order of these calls; `abort` closes its connection."""
        self._entries.append(entry)
        self._in_flight[entry] = abort
        self._settled.clear()

    def end(self, entry: Entry) -> None:
        """Marks an entry that has become an exchange as no longer in flight."""
        del self._in_flight[entry]
        if not self._in_flight:
            self._settled.set()

    def exchanges(self, *, in_flight: bool = False) -> tuple[Exchange, ...]:
        """All exchanges that were kept, in the order they started.

        Args:
            in_flight: also those that have not ended, as far as they got.
        """
        if in_flight:
            return tuple(entry.so_far() for entry in self._entries)
        return tuple(entry.exchange for entry in self._entries if entry.exchange is not None)

    async def settled(self) -> None:
        """Returns when nothing is in flight."""
        while self._in_flight:
            await self._settled.wait()

    def abort(self) -> None:
        """Closes the connections of all requests in flight; their exchanges end as `CLOSED`."""
        for entry, abort in tuple(self._in_flight.items()):
            entry.ending = Ending.CLOSED
            abort()


class UnroutedRequests:
    """Requests to unknown services: the last few, each with the start of its body.

    Attributes:
        count: how many there were.
        examples: method and target of the first few.
    """

    def __init__(self) -> None:
        """No requests so far."""
        self._entries: deque[Entry] = deque(maxlen=UNROUTED_LIMIT)
        self.count = 0
        self.examples: list[str] = []

    def begin(self, entry: Entry) -> None:
        """Adds an entry, in the order of these calls."""
        self._entries.append(entry)
        self.count += 1
        if len(self.examples) < UNROUTED_EXAMPLES:
            request = f"{entry.method} {entry.target}" if entry.method else "(not HTTP)"
            self.examples.append(request)

    def exchanges(self, service: str) -> tuple[Exchange, ...]:
        """Exchanges that have ended and whose path named this service; empty: no service."""
        return tuple(
            entry.exchange
            for entry in self._entries
            if entry.service == service and entry.exchange is not None
        )
