"""Where the time goes: the whole command, round trips a second, growth with the number of cases.

Speeds are compared inside one run on one machine; absolute numbers of a shared machine say little.
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

from scoreline.drivers.build import Unavailable
from scoreline.drivers.session import Session
from scoreline.endpoint.server import Endpoint
from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, load_clients, reference_manifests
from scoreline.runner.cache import cache_folder
from scoreline.runner.driver import Driver, Drivers
from scoreline.runner.options import DriverChoice, Options
from scoreline.runner.run import run
from scoreline.suite.loader import load_suite
from scoreline.suite.service import Service

START_SECONDS = 60.0
KEY = "a-key-for-the-bench"
GROWTH = 10
"""How many times the cases are multiplied to see how time and memory grow."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What judging a number of cases took.

    Attributes:
        cases: how many, over all clients.
        seconds: of the cases alone, without builds and starts.
        peak_mib: the harness's largest resident size so far.
    """

    cases: int
    seconds: float
    peak_mib: float


def main() -> int:
    """Runs all benches and prints their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--driver", choices=("auto", "container", "process"), default="auto")
    parser.add_argument("--runs", type=int, default=5, help="how often the whole command runs")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one measurement")
    arguments = parser.parse_args()
    console = Console()
    choice = DriverChoice(arguments.driver)
    console.print(whole_command(choice, arguments.runs))
    console.print(asyncio.run(round_trips(choice, arguments.seconds)))
    console.print(growth(choice))
    return 0


def whole_command(choice: DriverChoice, runs: int) -> Table:
    """Times `scoreline run` as a user starts it, after one run that warms images and caches."""
    parts: list[dict[str, float]] = []
    cases = 0
    for number in range(runs + 1):
        started = time.monotonic()
        events = _run_command(choice)
        wall = time.monotonic() - started
        finished = events[-1]
        cases = finished["totals"]["pass"]
        if number:
            outside = wall - finished["seconds"]["total"]
            parts.append({**finished["seconds"], "imports and exit": outside, "wall": wall})
    table = Table("part", "median s", "least", "most", title=f"scoreline run, {cases} verdicts")
    for name in parts[0]:
        values = [part[name] for part in parts]
        table.add_row(
            name, f"{statistics.median(values):.2f}", f"{min(values):.2f}", f"{max(values):.2f}"
        )
    rate = cases / statistics.median(part["wall"] for part in parts)
    table.caption = f"{rate:.0f} cases a second; parts of different clients overlap"
    start = _ratio([sys.executable, "-m", "scoreline.cli", "--version"], [sys.executable, "-c", ""])
    table.caption += f"; --version takes {start[0]:.3f} s, {start[1]:.1f} times an empty program"
    return table


def _run_command(choice: DriverChoice) -> list[dict[str, dict[str, float]]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        command = [sys.executable, "-m", "scoreline.cli", "run", "--driver", choice.value]
        command += ["--format", "json", "--output", str(report)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return [json.loads(line) for line in report.read_text("utf-8").splitlines()]


def _ratio(command: Sequence[str], other: Sequence[str], runs: int = 9) -> tuple[float, float]:
    """Median seconds of a command, and how many times another one's, taken in turn."""
    times: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(runs):
        for index, words in enumerate((command, other)):
            started = time.monotonic()
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
            times[index].append(time.monotonic() - started)
    first, second = (statistics.median(times[index]) for index in (0, 1))
    return first, first / second


async def round_trips(choice: DriverChoice, seconds: float) -> Table:
    """Counts score calls through sessions and real HTTP: each client alone, then all at once."""
    clients = load_clients(reference_manifests())
    rows = load_suite().vectors["documented"].rows
    table = Table("client", "alone", "beside the others", title="round trips a second")
    async with (
        Drivers(cache_folder(), choice) as drivers,
        Endpoint(hosts=drivers.addresses) as endpoint,
    ):
        sessions: dict[str, Session] = {}
        for client in clients:
            driver = drivers.choose(client)
            if isinstance(driver, Unavailable):
                table.add_row(client.name, "unavailable", driver.reason)
                continue
            host = drivers.host(driver)
            sessions[client.name] = await _session(client, driver, endpoint, host)
        alone = {name: await _rate(one, rows, seconds) for name, one in sessions.items()}
        rates = await asyncio.gather(*(_rate(one, rows, seconds) for one in sessions.values()))
        for name, rate in zip(sessions, rates, strict=True):
            table.add_row(name, f"{alone[name]:.0f}", f"{rate:.0f}")
        table.add_section()
        table.add_row("all", "", f"{sum(rates):.0f}")
        for session in sessions.values():
            await session.stop()
    return table


async def _session(client: Client, driver: Driver, endpoint: Endpoint, host: str) -> Session:
    await driver.build(client, lambda _: None)
    session = Session(await driver.start_session(client))
    await session.initialize(START_SECONDS)
    endpoint.add(Service(client.name, key=KEY))
    config = {"uri": endpoint.uri(client.name, host=host), "key": KEY}
    await session.call("open", {"client": "bench", "config": config})
    return session


async def _rate(
    session: Session, rows: tuple[tuple[float, ...], ...], seconds: float, in_flight: int = 8
) -> float:
    """Calls a second, several in flight; the first half second warms up and does not count."""
    warm = time.monotonic() + 0.5
    end = warm + seconds
    count = 0

    async def work() -> None:
        nonlocal count
        while (now := time.monotonic()) < end:
            heard = await session.call("score", {"client": "bench", "rows": rows})
            if heard.response.code is not None:
                raise RuntimeError(heard.response.message)
            count += now >= warm

    await asyncio.gather(*(work() for _ in range(in_flight)))
    return count / seconds


def growth(choice: DriverChoice) -> Table:
    """Judges the suite once and ten times over: time and memory against the number of cases."""
    one, ten = (asyncio.run(_judged(choice, times)) for times in (1, GROWTH))
    table = Table("cases", "seconds", "peak MiB", title="growth with the number of cases")
    for result in (one, ten):
        table.add_row(str(result.cases), f"{result.seconds:.2f}", f"{result.peak_mib:.0f}")
    table.caption = f"{ten.cases / one.cases:.0f} times the cases take "
    table.caption += f"{ten.seconds / one.seconds:.1f} times the time"
    return table


async def _judged(choice: DriverChoice, times: int) -> Growth:
    suite = load_suite()
    cases = [
        replace(case, name=f"{case.name}-{number}")
        for number in range(times)
        for case in suite.cases
    ]
    clients = load_clients(reference_manifests())
    finished = await run(
        clients,
        cases,
        control=suite.vectors["documented-first"],
        schemas=load_schemas(),
        options=Options(cache=cache_folder(), driver=choice),
        emit=lambda _: None,
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Growth(sum(finished.totals.values()), finished.seconds["cases"], peak)


if __name__ == "__main__":
    sys.exit(main())
