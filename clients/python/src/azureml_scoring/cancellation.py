"""Cancellation of calls from another thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancellation:
    """Ends the calls that it is given to, from any thread and at once.

    A call that waits for the network or before a further attempt ends with `CancelledError`. Only
    the look-up of a host name cannot be interrupted: a call in it ends when the look-up does.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()  # guards _callbacks, and orders cancel and subscribe
        self._callbacks: list[Callable[[], None]] = []
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """End the calls, and every later one with this cancellation; safe to repeat."""
        with self._lock:
            self._cancelled.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def wait(self, seconds: float) -> bool:
        """Wait for at most `seconds`, and return whether `cancel` was called."""
        return self._cancelled.wait(seconds)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have `callback` called once by `cancel`, now if that was called before.

        Returns:
            What ends the subscription.
        """
        with self._lock:
            if not self._cancelled.is_set():
                self._callbacks.append(callback)
                return lambda: self._unsubscribe(callback)
        callback()
        return lambda: None

    def _unsubscribe(self, callback: Callable[[], None]) -> None:
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)
