"""How long the phases of a run took."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator


class Phases:
    """Times phases by name. One that several clients go through at once counts as one span."""

    def __init__(self) -> None:
        """The whole run is timed from here on."""
        self._begun = time.monotonic()
        self._spans: dict[str, tuple[float, float]] = {}

    @contextlib.contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Times the body of the `with` statement."""
        start = time.monotonic()
        try:
            yield
        finally:
            end = time.monotonic()
            first, last = self._spans.get(name, (start, end))
            self._spans[name] = (min(first, start), max(last, end))

    def seconds(self) -> dict[str, float]:
        """Seconds from the first start of each phase to its last end; `total` is the whole run."""
        spans = {name: last - first for name, (first, last) in self._spans.items()}
        return spans | {"total": time.monotonic() - self._begun}
