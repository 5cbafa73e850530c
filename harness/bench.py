"""Measures the command, the first run, growth with the number of cases, and round trips per second.

Wall seconds stand beside processor seconds, and ratios to the results in docs/bench.json. Compare
only within one machine: a shared one has no stable numbers, so nothing here fails.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

import bench_clients
import bench_record
import bench_time
from bench_time import Spent
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

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
KEY = "a-key-for-the-bench"
PART = 450
"""Cases per client in a part of the suite, to measure how time grows with their number."""
AIMS = {
    "list": 0.25,
    "run, container": 6.0,
    "run, process": 4.0,
    "1800 verdicts, container": 8.0,
    "1800 verdicts, process": 8.0,
    "first run, Python part": 15.0,
    "first run, the rest": 75.0,
}
"""Wall seconds on two free processors. Not a gate: a shared machine has no stable numbers."""


def main() -> int:
    """Runs all measurements and prints their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=_positive, default=5, help="runs of the whole command")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one round trip test")
    parser.add_argument("--first", action="store_true", help="also the first run from nothing")
    parser.add_argument("--calls", type=_positive, default=2000, help="calls in a round of costs")
    parser.add_argument("--rounds", type=_positive, default=9, help="rounds of costs")
    parser.add_argument("--costs", action="store_true", help="only what a client costs")
    parser.add_argument("--keep", action="store_true", help=f"write {bench_record.KEPT.name}")
    arguments = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    if arguments.costs:
        console.print(asyncio.run(bench_clients.costs(arguments.calls, arguments.rounds)))
        return 0
    load = os.getloadavg()
    drivers = asyncio.run(_usable())
    results: dict[str, Spent] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results["--version"] = _repeated(9, "--version", folder=folder)
        results["list"] = _repeated(9, "list", folder=folder)
        for driver in drivers:
            run_command = ("run", "--driver", driver)
            bench_time.command(*run_command, folder=folder)  # fills images and caches
            results[f"run, {driver}"] = _repeated(arguments.runs, *run_command, folder=folder)
        if arguments.first:
            results |= first_run(folder)
    many, marginal = growth(drivers[0])
    results |= many
    console.print(bench_record.table(results, AIMS))
    console.print(f"harness, per further session case: {marginal * 1000:.2f} ms (aim: < 1.5 ms)")
    if arguments.seconds:
        console.print(asyncio.run(round_trips(drivers[0], arguments.seconds)))
    if arguments.keep:
        other = {"milliseconds_per_further_case": round(marginal * 1000, 3)}
        bench_record.keep(results, other, load)
    return 0


def _positive(text: str) -> int:
    """A number of runs.

    Raises:
        argparse.ArgumentTypeError: it is not a positive integer.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("has to be a positive integer")
    return int(text)


async def _usable() -> list[str]:
    """The drivers that work here."""
    async with Drivers(Options().cache) as drivers:
        return [name for name in DRIVERS if name not in dict(drivers.unusable)]


def _repeated(runs: int, *arguments: str, folder: Path) -> Spent:
    return bench_time.middle([bench_time.command(*arguments, folder=folder) for _ in range(runs)])


def first_run(folder: Path) -> dict[str, Spent]:
    """Times the first run of a fresh checkout, without caches of Python packages or of builds.

    Removes the images of clients. What the engine still has of earlier builds stays, as do base
    images: for a first run that builds everything, `docker image prune` (and, with BuildKit,
    `docker builder prune`) has to be called after `scoreline clean` and before this.
    """
    bench_time.command("clean", folder=folder)
    checkout, cache = folder / "checkout", folder / "cache"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)  # noqa: S607
    for name in listed.stdout.decode().split("\0"):
        if (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, checkout / name)
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PIP_NO_CACHE_DIR": "1"}
    nox = [sys.executable, "noxfile.py", "-s", "conformance"]

    def run_nox(*arguments: str) -> None:
        subprocess.run(  # noqa: S603
            [*nox, *arguments], cwd=checkout, env=environment, check=True, capture_output=True
        )

    return {
        "first run, Python part": bench_time.inside(lambda: run_nox("--install-only")),
        "first run, the rest": bench_time.inside(lambda: run_nox("-R")),
    }


async def round_trips(name: str | None, seconds: float) -> Table:
    """Counts score calls in sessions over HTTP: each client alone, then all at once."""
    rows = load_suite().vectors["documented"].rows
    table = Table("client", "alone", "all at once", title="round trips per second")
    async with (
        Drivers(Options().cache, name) as drivers,
        Endpoint(hosts=drivers.listen, remember=0) as endpoint,
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
        for key, rate in zip(sessions, rates, strict=True):
            table.add_row(key, f"{alone[key]:.0f}", f"{rate:.0f}")
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


def growth(driver: str) -> tuple[dict[str, Spent], float]:
    """Judges a part of the suite, and then all of it; also the cost of each further session case.

    Returns:
        The measurements, and the harness's processor seconds per further session case.
    """
    suite = load_suite()
    one_shots = [case for case in suite.cases if case.call.mode is Mode.ONE_SHOT]
    in_session = [case for case in suite.cases if case.call.mode is Mode.SESSION]
    wanted = PART - len(one_shots)
    evenly = (in_session[number * len(in_session) // wanted] for number in range(wanted))
    spent: dict[str, Spent] = {}
    for cases in ([*one_shots, *evenly], suite.cases):
        items = case_items(cases, suite.control, load_schemas(), seed=0)
        plan = Plan(tuple(ClientPlan(one, items) for one in read_clients((), "").clients))
        name = f"{len(items) * len(plan.clients)} verdicts, {driver}"
        spent[name] = bench_time.inside(functools.partial(_judge, plan, driver))
    part, whole = spent.values()
    further = (len(suite.cases) - PART) * len(read_clients((), "").clients)
    return spent, (whole.harness - part.harness) / further


def _judge(plan: Plan, driver: str) -> None:
    asyncio.run(run(plan, Options(driver=driver), lambda _: None))


if __name__ == "__main__":
    sys.exit(main())
