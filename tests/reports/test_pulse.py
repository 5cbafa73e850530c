"""Progress lines for long builds that print nothing."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from scoreline.reports.pulse import Pulse

BOUND_SECONDS = 20.0


@pytest.fixture
def lines() -> queue.SimpleQueue[str]:
    """What is reported."""
    return queue.SimpleQueue()


@pytest.fixture
def pulse(lines: queue.SimpleQueue[str]) -> Iterator[Pulse]:
    """A pulse that beats at once."""
    pulse = Pulse(lines.put, 0.001)
    pulse.start()
    yield pulse
    pulse.stop()


def test_long_step(pulse: Pulse, lines: queue.SimpleQueue[str]) -> None:
    """A client whose step takes long is reported again and again, with the time it has taken."""
    pulse.step("go")
    for _ in range(3):
        assert lines.get(timeout=BOUND_SECONDS) == "go: still at work after 0 s"


def test_end(pulse: Pulse, lines: queue.SimpleQueue[str]) -> None:
    """A client that is ready is no longer reported; the others are."""
    pulse.step("go")
    lines.get(timeout=BOUND_SECONDS)
    pulse.end("go")
    pulse.step("java")
    while lines.get(timeout=BOUND_SECONDS).startswith("go"):
        pass
    pulse.stop()
    assert all(line.startswith("java") for line in iter_now(lines))


def iter_now(lines: queue.SimpleQueue[str]) -> Iterator[str]:
    """The lines that there are by now."""
    while not lines.empty():
        yield lines.get()


def test_stop_without_start() -> None:
    """A pulse that was never started can be stopped."""
    Pulse(print).stop()
