"""Changes the reference client's library, one change at a time, and lets the suite judge it.

Prints the changes that no case notices. `python -m tests.strength.mutants --help` shows how.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import random
import resource
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from tests.strength import matrix, weak
from tests.strength.annotation import (
    ANNOTATIONS,
    Annotation,
    annotation_of,
    read_annotations,
    unmatched,
)
from tests.strength.interruption import interruptible
from tests.strength.mutant import Mutant, mutants_of
from tests.strength.operators import KINDS, operators
from tests.strength.playing import LIBRARY, REFERENCE, ROOT, items_of
from tests.strength.reach import measured
from tests.strength.tally import Tally
from tests.strength.trial import MEANINGS, Fate, Trial, tried

from scoreline.results.verdict import Outcome
from scoreline.runner.case_item import CaseItem
from scoreline.runner.options import Options
from scoreline.suite.loader import load_suite

KEPT: Final = Path(__file__).with_name("killed.txt")
"""One line per mutant that was killed in a run with `--keep`, and has to be killed again."""
PAGE: Final = ROOT / "docs" / "strength.md"
NOT_MUTATED: Final = frozenset({"__init__.py", "__main__.py", "version.py"})
"""Files of the library that only declare or start something."""
DEADLINE_SECONDS: Final = 10.0
"""The slowest case takes the unchanged client four seconds: it waits between attempts."""
START_SECONDS: Final = 10.0
GRACE_SECONDS: Final = 0.5
EVERY: Final = 10
"""A line of progress is shown after so many mutants."""
LEAST_PERCENT: Final = 95.0
"""How many mutants have to be killed."""


def library_mutants() -> tuple[Mutant, ...]:
    """Every mutant of the reference client's library, file by file."""
    sys.path.insert(0, str(REFERENCE))
    kinds = getattr(importlib.import_module(f"{LIBRARY}.errors"), KINDS)
    known = operators(tuple(kinds.__members__))
    return tuple(
        mutant
        for path in sorted((REFERENCE / LIBRARY).glob("*.py"))
        if path.name not in NOT_MUTATED
        for mutant in mutants_of(path.name, path.read_text("utf-8"), known)
    )


def drawn(
    mutants: Sequence[Mutant], known: Sequence[Annotation], size: int, seed: int
) -> tuple[Mutant, ...]:
    """A sample of the mutants that are not annotated, in their order.

    Those that are annotated survive, and one that does is played every case: a sample of them would
    take most of the time, and say nothing of the suite.

    Args:
        mutants: all mutants.
        known: the annotations.
        size: how many to draw; if there are fewer, all of them are.
        seed: what determines the sample.
    """
    counted = [one for one in mutants if annotation_of(known, one.identity) is None]
    chosen = random.Random(seed).sample(  # noqa: S311 - nothing is protected by it
        range(len(counted)), min(size, len(counted))
    )
    return tuple(counted[index] for index in sorted(chosen))


async def tries(
    mutants: Sequence[Mutant], items: Sequence[CaseItem], *, jobs: int
) -> tuple[Trial, ...]:
    """Tries mutants, and returns what became of them in their order.

    Args:
        mutants: the mutants.
        items: all cases.
        jobs: how many mutants are tried at the same time.

    Raises:
        SystemExit: the unchanged client does not pass every case, so that nothing can be said.
    """
    with TemporaryDirectory(prefix="strength-") as cache:
        options = Options(
            cache=Path(cache),
            driver="process",
            deadline_seconds=DEADLINE_SECONDS,
            start_seconds=START_SECONDS,
            grace_seconds=GRACE_SECONDS,
        )
        played, reach = await measured(items, options)
        passed = played.with_outcome(Outcome.PASS, Outcome.NOT_APPLICABLE)
        if failed := sorted({item.info.identifier for item in items} - passed):
            sys.exit(f"the unchanged client does not pass {', '.join(failed)}")
        turn, done = asyncio.Semaphore(jobs), count(1)

        async def in_turn(mutant: Mutant) -> Trial:
            async with turn:
                trial = await tried(mutant, reach, items, options)
            if (number := next(done)) % EVERY == 0:
                Console(stderr=True).print(f"{number} of {len(mutants)}", highlight=False)
            return trial

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(in_turn(mutant)) for mutant in mutants]
    return tuple(task.result() for task in tasks)


def kept_lines(
    before: Collection[str], mutants: Iterable[Mutant], trials: Iterable[Trial]
) -> list[str]:
    """The lines of the mutants that have to be killed from now on.

    Args:
        before: those until now; a line is dropped only if there is no such mutant any more.
        mutants: all mutants.
        trials: of which the killed ones are added.
    """
    known = {str(mutant.identity) for mutant in mutants}.intersection(before)
    killed = {str(one.mutant.identity) for one in trials if one.fate is Fate.KILLED}
    return sorted(known | killed)


def spent_seconds() -> float:
    """Processor seconds of this process and of the clients that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def report(tally: Tally, least_percent: float) -> Iterator[str]:
    """Survivors, what makes the result red, the counts, and what their terms mean, line by line."""
    for trial in tally.survivors:
        yield f"{trial.fate}: {trial.mutant}"
    yield from (f"RED {problem}" for problem in tally.problems(least_percent))
    yield from tally.counts()
    yield from (f"  {fate}: {meaning}" for fate, meaning in MEANINGS.items())
    yield f"  annotated: {ANNOTATIONS.name} says why no case can, or should, notice it; not counted"


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument(
        "--sample", type=int, metavar="N", help="draw N that are not annotated; default: all"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the sample")
    parser.add_argument("--jobs", type=int, default=4, metavar="N", help="mutants at a time")
    parser.add_argument(
        "--least", type=float, metavar="PERCENT", help="red below; default 95, of a sample 0"
    )
    parser.add_argument(
        "--new", action="store_true", help=f"do not try again what {KEPT.name} says was killed"
    )
    parser.add_argument("--keep", action="store_true", help=f"add the killed to {KEPT.name}")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    arguments = parser.parse_args(given)
    if arguments.sample is not None and (arguments.keep or arguments.write or arguments.new):
        parser.error("a sample is tried whole, and not kept or written")
    if arguments.least is None:
        arguments.least = LEAST_PERCENT if arguments.sample is None else 0.0
    return arguments


def main(given: Sequence[str] | None = None) -> int:
    """Runs the command; returns 1 if the result is red."""
    arguments = _arguments(given)
    console, suite = Console(soft_wrap=True, markup=False, highlight=False), load_suite()
    mutants = library_mutants()
    known = read_annotations(ANNOTATIONS.read_text("utf-8"))
    dead = unmatched(known, (mutant.identity for mutant in mutants))
    if arguments.sample is not None:
        mutants = drawn(mutants, known, arguments.sample, arguments.seed)
    kept = frozenset(KEPT.read_text("utf-8").splitlines()) if KEPT.exists() else frozenset()
    done = kept if arguments.new else frozenset()
    before = [one for one in mutants if str(one.identity) in done]
    after = [one for one in mutants if str(one.identity) not in done]
    begun, spent = time.monotonic(), spent_seconds()
    trials = asyncio.run(tries(after, items_of(suite), jobs=arguments.jobs))
    trials += tuple(Trial(one, Fate.KILLED) for one in before)
    seconds, spent = time.monotonic() - begun, spent_seconds() - spent
    tally = Tally(trials, known, kept, dead, untried=len(before))
    for line in report(tally, arguments.least):
        console.print(line)
    each = spent / max(len(after), 1)
    console.print(f"{seconds:.0f} s, {each:.2f} processor seconds per mutant")
    if arguments.keep:
        lines = kept_lines(kept, mutants, trials)
        KEPT.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    if arguments.write:
        found = matrix.catches(suite)
        PAGE.write_text(weak.page(suite, tally, found), "utf-8")
    return 1 if any(tally.problems(arguments.least)) else 0


if __name__ == "__main__":
    sys.exit(interruptible(main))
