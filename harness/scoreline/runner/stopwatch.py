"""How long the parts of a run took."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator


class Stopwatch:
    """Times parts by name; a part that several clients go through at once counts as one span."""

    def __init__(self) -> None:
        """Begins now."""
        self._begun = time.monotonic()
        self._spans: dict[str, tuple[float, float]] = {}

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Times what is done inside."""
        start = time.monotonic()
        try:
            yield
        finally:
            end = time.monotonic()
            first, last = self._spans.get(name, (start, end))
            self._spans[name] = (min(first, start), max(last, end))

    def seconds(self) -> dict[str, float]:
        """Seconds from the first start of each part to its last end, and of the whole."""
        spans = {name: last - first for name, (first, last) in self._spans.items()}
        return spans | {"total": time.monotonic() - self._begun}
