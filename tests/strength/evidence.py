"""Plays every broken client against every case, and prints which cases catch it.

Red if a broken client gets through, is caught by other cases than it names, or by none that names
the requirement it violates. No verdict does not catch a client, unless it is a vacuous one.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from tests.strength.broken_client import broken_clients
from tests.strength.catches import Catch, Catches
from tests.strength.playing import ARGUMENTS, LIBRARY, REFERENCE, Played, client_of, items_of, play
from tests.test_broken_clients import (
    AT_ONCE,
    DEADLINE_SECONDS,
    FIRST,
    GRACE_SECONDS,
    START_SECONDS,
    VACUOUS,
)

from scoreline.protocol.manifest import Client
from scoreline.results.verdict import Outcome
from scoreline.runner.options import Options
from scoreline.suite.loader import Suite, load_suite

MANY: Final = 6
"""Cases that are named one by one; of more, only their number is shown."""


def found(suite: Suite) -> Catches:
    """Plays the reference client and every broken client."""
    brokens = sorted(broken_clients(), key=lambda broken: broken.name not in FIRST)
    modes = {mode: (argument,) for mode, argument in ARGUMENTS.items()}
    reference = client_of("reference", ("-m", LIBRARY), (REFERENCE,), modes)
    clients = [reference, *(broken.client(suite.cases) for broken in brokens)]
    unchanged, *others = asyncio.run(_played(clients, suite))
    each = (
        Catch.of(broken, played, vacuous=broken.name in VACUOUS)
        for broken, played in zip(brokens, others, strict=True)
    )
    identifiers = {case.identifier for case in suite.cases}
    return Catches(
        cases=suite.cases,
        each=tuple(sorted(each, key=lambda one: one.broken.name)),
        reference=frozenset(
            identifiers - unchanged.with_outcome(Outcome.PASS, Outcome.NOT_APPLICABLE)
        ),
    )


async def _played(clients: Sequence[Client], suite: Suite) -> list[Played]:
    items, turn = items_of(suite), asyncio.Semaphore(AT_ONCE)
    with TemporaryDirectory(prefix="strength-") as cache:
        options = Options(
            cache=Path(cache),
            driver="process",
            deadline_seconds=DEADLINE_SECONDS,
            start_seconds=START_SECONDS,
            grace_seconds=GRACE_SECONDS,
        )

        async def in_turn(client: Client) -> Played:
            async with turn:
                return await play(client, items, options)

        return await asyncio.gather(*map(in_turn, clients))


def report(catches: Catches) -> Iterator[str]:
    """What catches each broken client, what is wrong, and the counts, line by line."""
    for one in catches.each:
        names = f": {', '.join(sorted(one.cases))}" if len(one.cases) <= MANY else ""
        stated, derived = ", ".join(one.broken.violates), ", ".join(catches.derived(one))
        violated = f"violates {stated}" if stated else f"may violate {derived or 'several'}"
        total = f"{len(one.cases)} of {len(catches.cases)} cases"
        yield f"{one.broken.name}: {violated}; caught by {total}{names}"
    for case in catches.unexplained:
        catching = sum(case.identifier in one.cases for one in catches.each)
        yield f"WARNING no broken client needs {case.identifier}, which catches {catching}"
    yield from (f"RED {problem}" for problem in catches.problems())
    yield from catches.counts()


def main(given: Sequence[str] | None = None) -> int:
    """Runs the command; returns 1 if the result is red."""
    argparse.ArgumentParser(prog="evidence", description=__doc__).parse_args(given)
    console, catches = Console(soft_wrap=True, markup=False, highlight=False), found(load_suite())
    for line in report(catches):
        console.print(line)
    return 1 if any(catches.problems()) else 0


if __name__ == "__main__":
    sys.exit(main())
