"""Measures the whole command, round trips per second, and growth with the number of cases.

Compare speeds only within one run on one machine: a shared machine has no stable absolute numbers.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scoreline.drivers.driver import Driver, Launch
from scoreline.drivers.registry import DRIVERS
from scoreline.drivers.selection import Drivers
from scoreline.drivers.session import Session
from scoreline.endpoint import Endpoint
from scoreline.fault import Fault
from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, Mode
from scoreline.runner.case_item import case_items
from scoreline.runner.given import read_clients
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.runner.run import run
from scoreline.suite.loader import load_suite
from scoreline.suite.service import Service

START_SECONDS = 60.0
KEY = "a-key-for-the-bench"
GROWTH = 10
"""Factor by which the number of cases is multiplied to measure how time and memory grow."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The cost of judging a number of cases.

    Attributes:
        cases: number of verdicts, over all clients.
        seconds: time of the cases, without builds and starts.
        peak_mib: largest resident size of the harness so far, in MiB.
    """

    cases: int
    seconds: float
    peak_mib: float


def main() -> int:
    """Runs all measurements and prints their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--driver", choices=tuple(DRIVERS), help="default: the first one that is available"
    )
    parser.add_argument("--runs", type=int, default=5, help="how often the whole command runs")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one measurement")
    arguments = parser.parse_args()
    console = Console()
    driver = arguments.driver
    console.print(whole_command(driver, arguments.runs))
    console.print(asyncio.run(round_trips(driver, arguments.seconds)))
    console.print(growth(driver))
    return 0


def whole_command(driver: str | None, runs: int) -> Table:
    """Times `scoreline run` as a user starts it, after one run that fills images and caches."""
    parts: list[dict[str, float]] = []
    cases = 0
    for number in range(runs + 1):
        started = time.monotonic()
        events = _run_command(driver)
        wall = time.monotonic() - started
        finished = events[-1]
        cases = finished["totals"]["pass"]
        if number:
            outside = wall - finished["seconds"]["total"]
            parts.append({**finished["seconds"], "imports and exit": outside, "wall": wall})
    table = Table(
        "phase", "median s", "minimum", "maximum", title=f"scoreline run, {cases} verdicts"
    )
    for name in parts[0]:
        values = [part[name] for part in parts]
        table.add_row(
            name, f"{statistics.median(values):.2f}", f"{min(values):.2f}", f"{max(values):.2f}"
        )
    rate = cases / statistics.median(part["wall"] for part in parts)
    table.caption = f"{rate:.0f} cases per second; phases of different clients overlap"
    start = _ratio([sys.executable, "-m", "scoreline.cli", "--version"], [sys.executable, "-c", ""])
    table.caption += f"; --version takes {start[0]:.3f} s, {start[1]:.1f} times an empty program"
    return table


def _run_command(driver: str | None) -> list[dict[str, dict[str, float]]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        command = [sys.executable, "-m", "scoreline.cli", "run", "--report", f"json={report}"]
        command += ["--driver", driver] if driver else []
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return [json.loads(line) for line in report.read_text("utf-8").splitlines()]


def _ratio(command: Sequence[str], other: Sequence[str], runs: int = 9) -> tuple[float, float]:
    """Median seconds of a command, and their ratio to those of another command, run alternately."""
    times: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(runs):
        for index, arguments in enumerate((command, other)):
            started = time.monotonic()
            subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
            times[index].append(time.monotonic() - started)
    first, second = (statistics.median(times[index]) for index in (0, 1))
    return first, first / second


async def round_trips(name: str | None, seconds: float) -> Table:
    """Counts score calls in sessions over HTTP: each client alone, then all at once."""
    rows = load_suite().vectors["documented"].rows
    table = Table("client", "alone", "all at once", title="round trips per second")
    async with (
        Drivers(Options().cache, name) as drivers,
        Endpoint(hosts=drivers.listen) as endpoint,
    ):
        sessions: dict[str, Session] = {}
        for client in read_clients((), "").clients:
            driver = drivers.choose(client)
            if isinstance(driver, Fault):
                table.add_row(client.name, "unavailable", driver.message)
            else:
                sessions[client.name] = await _session(client, driver, endpoint)
        alone = {key: await _rate(one, rows, seconds) for key, one in sessions.items()}
        rates = await asyncio.gather(*(_rate(one, rows, seconds) for one in sessions.values()))
        for client, rate in zip(sessions, rates, strict=True):
            table.add_row(client, f"{alone[client]:.0f}", f"{rate:.0f}")
        table.add_section()
        table.add_row("all", "", f"{sum(rates):.0f}")
        for session in sessions.values():
            await session.stop()
    return table


async def _session(client: Client, driver: Driver, endpoint: Endpoint) -> Session:
    await driver.build(client, lambda _: None)
    session = Session(await driver.start(client, Launch(Mode.SESSION)))
    await session.initialize(START_SECONDS)
    endpoint.add(Service(client.name, key=KEY))
    config = {"uri": endpoint.uri(client.name, host=driver.host), "key": KEY}
    await session.call("open", {"client": "bench", "config": config})
    return session


async def _rate(
    session: Session, rows: tuple[tuple[float, ...], ...], seconds: float, in_flight: int = 8
) -> float:
    """Calls per second, with several in flight. The first half second is a warm-up."""
    warm = time.monotonic() + 0.5
    end = warm + seconds
    count = 0

    async def work() -> None:
        nonlocal count
        while (now := time.monotonic()) < end:
            received = await session.call("score", {"client": "bench", "rows": rows})
            if received.response.code is not None:
                raise RuntimeError(received.response.message)
            count += now >= warm

    await asyncio.gather(*(work() for _ in range(in_flight)))
    return count / seconds


def growth(driver: str | None) -> Table:
    """Judges the suite once and ten times over; compares time and memory."""
    one, ten = (asyncio.run(_judged(driver, times)) for times in (1, GROWTH))
    table = Table("cases", "seconds", "peak MiB", title="growth with the number of cases")
    for result in (one, ten):
        table.add_row(str(result.cases), f"{result.seconds:.2f}", f"{result.peak_mib:.0f}")
    table.caption = f"{ten.cases / one.cases:.0f} times the cases take "
    table.caption += f"{ten.seconds / one.seconds:.1f} times the time"
    return table


async def _judged(driver: str | None, times: int) -> Growth:
    suite = load_suite()
    cases = [
        replace(case, name=f"{case.name}-{number}")
        for number in range(times)
        for case in suite.cases
    ]
    items = case_items(cases, suite.control, load_schemas())
    plan = Plan(tuple(ClientPlan(one, items) for one in read_clients((), "").clients))
    report = await run(plan, Options(driver=driver), lambda _: None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = report.finished.seconds["items"] if report.finished else 0.0
    return Growth(len(report.verdicts), seconds, peak)


if __name__ == "__main__":
    sys.exit(main())
