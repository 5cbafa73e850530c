"""A mutant played against the suite alone, and what became of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.strength.mutant import Mutant
from tests.strength.playing import ARGUMENTS, LIBRARY, REFERENCE, Played, client_of, play
from tests.strength.reach import Reach

from scoreline.protocol.manifest import Mode
from scoreline.results.verdict import Outcome
from scoreline.runner.case_item import CaseItem
from scoreline.runner.options import Options

LIMIT_SECONDS = 120.0
"""After so much time a mutant is ended. The unchanged client takes twenty seconds."""


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    """A case fails, and the mutant has answered `initialize`."""
    SILENT = "silent"
    """Cases run through the change, and all of them pass."""
    UNTOUCHED = "untouched"
    """No case runs through the change."""
    INCONCLUSIVE = "inconclusive"
    """It does not start, does not end, or gets no verdict, and no case fails."""


MEANINGS: Final[Mapping[Fate, str]] = {
    Fate.KILLED: "a case fails",
    Fate.SILENT: "cases run through the change, and all of them pass",
    Fate.UNTOUCHED: "no case runs through the change",
    Fate.INCONCLUSIVE: "it does not start, does not end, or gets no verdict",
}
"""What each fate means, for people."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and what became of it.

    Attributes:
        mutant: the mutant.
        fate: what became of it.
        caught_by: the cases that have failed for it, at the first of which it was ended.
    """

    mutant: Mutant
    fate: Fate
    caught_by: frozenset[str] = frozenset()


def fate_of(played: Played) -> Fate:
    """What became of a mutant that was played."""
    if not played.started:
        return Fate.INCONCLUSIVE
    if played.with_outcome(Outcome.FAIL):
        return Fate.KILLED
    fine = played.with_outcome(Outcome.PASS, Outcome.NOT_APPLICABLE)
    silent = played.ended and fine == played.outcomes.keys()
    return Fate.SILENT if silent else Fate.INCONCLUSIVE


async def tried(mutant: Mutant, reach: Reach, items: Sequence[CaseItem], options: Options) -> Trial:
    """Plays a mutant: in a session if one executes the change, and as one-shots if those do.

    One-shots are slow, so they are played only if no case in a session fails.

    Args:
        mutant: the mutant.
        reach: the lines that the cases execute.
        items: all cases.
        options: settings of the run.
    """
    trial = Trial(mutant, Fate.UNTOUCHED)
    modes = reach.modes(mutant.identity.file, mutant.statement)
    with TemporaryDirectory(prefix="strength-") as name:
        folder = Path(name)
        if modes:
            _write(mutant, folder)
        for mode in (Mode.SESSION, Mode.ONE_SHOT):
            if mode not in modes or trial.fate in (Fate.KILLED, Fate.INCONCLUSIVE):
                continue
            played = await play(
                client_of("mutant", ("-m", LIBRARY), (folder,), _arguments(mode)),
                [item for item in items if item.mode is mode],
                options,
                to_first_failure=True,
                limit_seconds=LIMIT_SECONDS,
            )
            failed = played.with_outcome(Outcome.FAIL)
            trial = Trial(mutant, fate_of(played), failed)
    return trial


def _arguments(mode: Mode) -> dict[Mode, tuple[str]]:
    return {mode: (ARGUMENTS[mode],)}


def _write(mutant: Mutant, folder: Path) -> None:
    """Writes the library with the change, and what is compiled of its unchanged files."""
    shutil.copytree(REFERENCE / LIBRARY, folder / LIBRARY)
    (folder / LIBRARY / mutant.identity.file).write_text(mutant.text, "utf-8")
