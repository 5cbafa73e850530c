"""Clients derived from the reference client, played against cases."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, Mode
from scoreline.results.event import ClientReady, Event, ItemJudged
from scoreline.results.verdict import Outcome
from scoreline.runner.case_item import CaseItem, case_items
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.runner.run import run
from scoreline.suite.loader import Suite

ROOT: Final = Path(__file__).parents[2]
REFERENCE: Final = ROOT / "clients" / "python" / "src"
"""The folder that has the reference client's package."""
LIBRARY: Final = "azureml_scoring"
ARGUMENTS: Final = {Mode.SESSION: "session", Mode.ONE_SHOT: "score"}
"""The argument of the reference client's program for each mode."""
SEED: Final = 7
"""Of the numbers in replies: the same in all runs, so that two runs can be compared."""


@dataclass(slots=True)
class Played:
    """What came of playing a client.

    Attributes:
        started: whether it has answered `initialize`, or is not played in a session.
        ended: whether every case got its verdict before the limit, and none was left out.
        outcomes: by case, in the order of the verdicts.
        codes: of its mismatches, by case that has any.
    """

    started: bool = False
    ended: bool = False
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    codes: dict[str, frozenset[str]] = field(default_factory=dict)

    def with_outcome(self, *outcomes: Outcome) -> frozenset[str]:
        """The cases that have one of these outcomes."""
        return frozenset(case for case, outcome in self.outcomes.items() if outcome in outcomes)


def items_of(suite: Suite) -> tuple[CaseItem, ...]:
    """Every case of a suite as an item."""
    return case_items(suite.cases, suite.control, load_schemas(), seed=SEED)


def client_of(
    name: str, command: Sequence[str], folders: Sequence[Path], modes: Mapping[Mode, Sequence[str]]
) -> Client:
    """A client that is a Python program.

    Args:
        name: its name.
        command: arguments of the interpreter.
        folders: in which the program looks for modules.
        modes: arguments of the program in each mode that it is played in.
    """
    path = ":".join(map(str, folders))
    start = ["env", f"PYTHONPATH={path}", sys.executable, *command]
    table: dict[str, object] = {"requires": ["env"], "remedy": ""}
    table |= {mode.value: [*start, *arguments] for mode, arguments in modes.items()}
    return Client(name, "Python", ROOT, {"process": table})


async def play(
    client: Client,
    items: Sequence[CaseItem],
    options: Options,
    *,
    to_first_failure: bool = False,
    limit_seconds: float | None = None,
) -> Played:
    """Plays a client and notes the outcome of each case.

    Args:
        client: the client.
        items: the cases that it is played.
        options: settings of the run.
        to_first_failure: ends as soon as one case has failed.
        limit_seconds: ends when so much time has passed.
    """
    played = Played()

    def note(event: Event) -> None:
        if isinstance(event, ClientReady):
            played.started = True
        elif isinstance(event, ItemJudged):
            identifier = event.verdict.item.identifier
            played.outcomes[identifier] = event.verdict.outcome
            if mismatches := event.verdict.mismatches:
                played.codes[identifier] = frozenset(one.code for one in mismatches)
            if to_first_failure and event.verdict.outcome is Outcome.FAIL:
                task.cancel()

    task = asyncio.create_task(run(Plan((ClientPlan(client, tuple(items)),)), options, note))
    try:
        await asyncio.wait({task}, timeout=limit_seconds)
    finally:
        task.cancel()
        await asyncio.wait({task})
    played.ended = not task.cancelled()
    if played.ended:
        task.result()
    return played
