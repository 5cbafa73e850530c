"""Processor time of a process with all its threads and descendants, as Linux accounts for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_NANOSECOND = 1e-9


@dataclass(frozen=True, slots=True)
class ThreadTime:
    """One thread's processor time since it started, in seconds.

    Attributes:
        used: time on a processor.
        waited: time in which it could have run and waited for a processor.
    """

    used: float
    waited: float


def thread_times(process: int) -> dict[int, ThreadTime]:
    """The processor times of all threads of a process and its descendants, by thread id.

    Source: Linux, Documentation/scheduler/sched-stats.rst, `/proc/<pid>/schedstat`. Empty if the
    process has ended, or if the system does not account for it. Threads that end meanwhile are
    left out.
    """
    times: dict[int, ThreadTime] = {}
    for thread in _threads(process):
        if (found := _thread_time(thread)) is not None:
            times[int(thread.name)] = found
    return times


def own_thread_time(thread: int) -> ThreadTime | None:
    """The processor time of a thread of this process, by its native id; None as above."""
    return _thread_time(_PROC / "self" / "task" / str(thread))


def _thread_time(thread: Path) -> ThreadTime | None:
    try:
        used, waited, _ = (thread / "schedstat").read_text("ascii").split()
    except (OSError, ValueError):
        return None
    return ThreadTime(int(used) * _NANOSECOND, int(waited) * _NANOSECOND)


def _threads(process: int) -> Iterator[Path]:
    pending = [process]
    while pending:
        with contextlib.suppress(OSError, ValueError):
            for thread in (_PROC / str(pending.pop()) / "task").iterdir():
                yield thread
                children = (thread / "children").read_text("ascii")
                pending.extend(map(int, children.split()))
