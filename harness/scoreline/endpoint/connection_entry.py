"""A connection in the journal while it may still be open."""

from __future__ import annotations

from dataclasses import dataclass

from scoreline.results.connection import ClosedBy, ConnectionRecord


@dataclass(slots=True, eq=False)
class ConnectionEntry:
    """A connection. Its fields are those of `ConnectionRecord`."""

    number: int
    opened: float
    tls: str = ""
    refused: str = ""
    received: int = 0
    requests: int = 0
    closed_by: ClosedBy = ClosedBy.NOBODY
    closed: float | None = None

    def record(self, service: str) -> ConnectionRecord:
        """The connection as it is now, as one of a service."""
        return ConnectionRecord(
            service=service,
            number=self.number,
            tls=self.tls,
            refused=self.refused,
            received=self.received,
            requests=self.requests,
            closed_by=self.closed_by,
            opened=self.opened,
            closed=self.closed,
        )

    def close(self, by: ClosedBy, at: float) -> None:
        """Ends it, once: the first one who closes it counts."""
        if self.closed is None:
            self.closed_by, self.closed = by, at
