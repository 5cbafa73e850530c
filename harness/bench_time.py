"""Wall and processor time of a measured command, and of those who work for it."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

_ENGINE = ("dockerd", "containerd")
_TICKS = os.sysconf("SC_CLK_TCK")
_COUNTED = """
import json, resource, sys
from scoreline import cli
try:
    status = cli.main(sys.argv[2:])
except SystemExit as end:
    status = end.code
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
with open(sys.argv[1], "w") as file:
    json.dump([one.ru_utime + one.ru_stime for one in used], file)
sys.exit(status)
"""
"""The command, which also writes its processor time and that of its children."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a measurement took, in seconds.

    Attributes:
        wall: by the clock.
        harness: processor time of the harness itself.
        children: processor time of its children: the clients that run as processes.
        engine: processor time of the Docker engine and of what it started and waited for.
        rest: processor time of everything else on the machine: the clients in containers, and
            whatever has nothing to do with the measurement.
    """

    wall: float
    harness: float
    children: float
    engine: float
    rest: float

    def as_document(self) -> dict[str, float]:
        """Its members, rounded."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


def middle(measured: Sequence[Spent]) -> Spent:
    """The median of each member."""
    members = [asdict(one) for one in measured]
    return Spent(**{name: median(one[name] for one in members) for name in members[0]})


def measured(work: Callable[[], tuple[float, float]]) -> Spent:
    """Times some work, which returns the processor time of the harness and of its children."""
    busy, engine, started = _busy(), _engine(), time.monotonic()
    harness, children = work()
    wall = time.monotonic() - started
    by_engine = _engine() - engine
    rest = max(_busy() - busy - by_engine - harness - children, 0.0)
    return Spent(wall, harness, children, by_engine, rest)


def command(*arguments: str, folder: Path) -> Spent:
    """Times `scoreline` with these arguments, as a user starts it."""
    file = folder / "used.json"

    def work() -> tuple[float, float]:
        line = [sys.executable, "-c", _COUNTED, str(file), *arguments]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        harness, children = json.loads(file.read_text("utf-8"))
        return harness, children

    return measured(work)


def inside(work: Callable[[], object]) -> Spent:
    """Times work in this process."""

    def counted() -> tuple[float, float]:
        before = own()
        work()
        return tuple(now - then for now, then in zip(own(), before, strict=True))  # type: ignore[return-value]

    return measured(counted)


def own() -> tuple[float, float]:
    """Processor time of this process, and of the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    harness, children = (one.ru_utime + one.ru_stime for one in used)
    return harness, children


def _busy() -> float:
    """Processor time of the whole machine; 0.0 if it cannot be read."""
    with suppress(OSError):
        user, nice, system = Path("/proc/stat").read_text("utf-8").split()[1:4]
        return (int(user) + int(nice) + int(system)) / _TICKS
    return 0.0


def _engine() -> float:
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, fields = stat.read_text("utf-8").partition("(")[2].rpartition(")")
            if name.startswith(_ENGINE):
                total += sum(map(int, fields.split()[11:15]))
    return total / _TICKS
