"""Settings of one call."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """Settings of one call, in place of those of its client; `None` leaves the client's.

    They are checked by the call, which shares the connections and the credential of its client.

    Attributes:
        retries: largest number of further attempts after one that failed for a reason that may
            pass; 0 turns them off.
        attempt_timeout: limit for one attempt, from its first byte to the last byte of the reply,
            in seconds.
        overall_timeout: limit for the call with all its attempts and the waits between them, in
            seconds.
    """

    retries: int | None = None
    attempt_timeout: float | None = None
    overall_timeout: float | None = None
