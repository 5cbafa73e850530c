"""Connections: what the endpoint saw of each one, with and without requests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ClosedBy(StrEnum):
    """Who closed a connection first."""

    NOBODY = "nobody"
    """It was open when the evidence was taken."""
    CLIENT = "client"
    ENDPOINT = "endpoint"


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """A connection that the endpoint accepted.

    Attributes:
        service: the service whose port it was on, or that the requests on it named.
        number: from 1, in the order in which the endpoint accepted them.
        tls: the version that was negotiated, such as `TLSv1.3`; empty without TLS, and if the
            handshake did not end.
        refused: why the TLS handshake failed: the client's alert, such as
            `TLSV1_ALERT_UNKNOWN_CA`, or that it closed the connection; empty if it did not fail.
        received: bytes that arrived on it, after decryption.
        requests: how many requests arrived on it.
        closed_by: who closed it first.
        opened: seconds on a monotonic clock at which it was accepted.
        closed: seconds on the same clock at which it ended; None if it was still open.
    """

    service: str
    number: int
    tls: str
    refused: str
    received: int
    requests: int
    closed_by: ClosedBy
    opened: float
    closed: float | None

    @property
    def is_left_open(self) -> bool:
        """Whether the client has not closed it; the endpoint may have, if there were too many."""
        return self.closed_by is not ClosedBy.CLIENT
