"""Plays every broken client against every case, and prints which cases catch it.

Red if a broken client gets through, is caught by other cases than it names, or by none that names
the requirement it violates; and if no broken client needs a case that does not say why it stays. No
verdict does not catch a client, unless it is a vacuous one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from tests.strength import matrix
from tests.strength.catches import Catches
from tests.strength.interruption import interruptible

from scoreline.suite.loader import load_suite

MANY: Final = 6
"""Cases that are named one by one; of more, only their number is shown."""


def report(catches: Catches) -> Iterator[str]:
    """What catches each broken client, what is wrong, and the counts, line by line."""
    for one in catches.each:
        names = f": {', '.join(sorted(one.cases))}" if len(one.cases) <= MANY else ""
        stated, derived = ", ".join(one.broken.violates), ", ".join(catches.derived(one))
        violated = f"violates {stated}" if stated else f"may violate {derived or 'several'}"
        total = f"{len(one.cases)} of {len(catches.cases)} cases"
        yield f"{one.broken.name}: {violated}; caught by {total}{names}"
    for requirement in catches.unforced:
        yield f"WARNING {requirement} is covered only together with other requirements"
    yield from (f"RED {problem}" for problem in catches.problems())
    yield from catches.counts()


def main(given: Sequence[str] | None = None) -> int:
    """Runs the command; returns 1 if the result is red."""
    argparse.ArgumentParser(prog="evidence", description=__doc__).parse_args(given)
    console = Console(soft_wrap=True, markup=False, highlight=False)
    catches = matrix.catches(load_suite())
    for line in report(catches):
        console.print(line)
    return 1 if any(catches.problems()) else 0


if __name__ == "__main__":
    sys.exit(interruptible(main))
