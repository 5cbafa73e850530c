"""Progress lines for long builds that print nothing, for output without live bars."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SECONDS = 15.0
"""Time without a step after which a client is reported to be still at work."""


class Pulse:
    """Reports every few seconds which clients are still being built or started."""

    def __init__(self, report: Callable[[str], None], seconds: float = SECONDS) -> None:
        """Reports nothing before `start`.

        Args:
            report: is called with each line, in a thread of its own.
            seconds: time between two lines about the same step.
        """
        self._report = report
        self._seconds = seconds
        self._since: dict[str, float] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="pulse", daemon=True)

    def start(self) -> None:
        """Starts reporting."""
        self._thread.start()

    def step(self, client: str) -> None:
        """A client begins a step."""
        with self._lock:
            self._since[client] = time.monotonic()

    def end(self, client: str) -> None:
        """A client is ready, or will never be."""
        with self._lock:
            self._since.pop(client, None)

    def stop(self) -> None:
        """Ends the thread. May be called twice, and without `start`."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._stopped.wait(self._seconds):
            now = time.monotonic()
            with self._lock:
                ages = {name: now - since for name, since in self._since.items()}
            for client, age in ages.items():
                if age >= self._seconds:
                    self._report(f"{client}: still at work after {age:.0f} s")
