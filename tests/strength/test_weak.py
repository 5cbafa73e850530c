"""The page about where the suite is weak has the counts, what is not forced, and the survivors."""

from __future__ import annotations

from dataclasses import replace

from tests.strength.annotation import Annotation
from tests.strength.broken_client import BrokenClient
from tests.strength.catches import Catch, Catches
from tests.strength.mutant import Identity, Mutant
from tests.strength.tally import Tally
from tests.strength.trial import Fate, Trial
from tests.strength.weak import page

from scoreline.suite.loader import load_suite

SUITE = load_suite()
ONE, OTHER = (
    replace(SUITE.cases[0], name=name, requirements=(requirement,), definition=number)
    for number, (name, requirement) in enumerate([("one", "SCORE-1"), ("other", "SCORE-2")], 1)
)
CATCHES = Catches(
    (ONE, OTHER),
    (
        Catch(
            BrokenClient("broken", (ONE.identifier,), ("SCORE-1",)),
            frozenset({ONE.identifier}),
            played=frozenset({ONE.identifier}),
        ),
    ),
)


def trial(function: str, fate: Fate) -> Trial:
    """A trial of a mutant in a function."""
    mutant = Mutant(Identity("a.py", function, "number", "1", "2"), 3, range(3, 4), "")
    return Trial(mutant, fate)


def written(*trials: Trial, annotations: tuple[Annotation, ...] = ()) -> str:
    """The page of a run."""
    return page(SUITE, Tally(trials, annotations, (), ()), CATCHES)


def test_counts_come_from_both_measurements() -> None:
    """Broken clients and mutants are counted, each with its denominator."""
    text = written(trial("f", Fate.KILLED), trial("g", Fate.SILENT))
    assert "- caught by exactly the cases that they name: 1 of 1 broken clients\n" in text
    assert "- killed: 1 of 2\n" in text
    assert "- rate: 50.0 %\n" in text


def test_requirement_that_nothing_forces_is_listed() -> None:
    """A requirement is listed unless a broken client is caught by its cases alone."""
    text = written(trial("f", Fate.SILENT))
    assert f"- **SCORE-2**: {SUITE.requirements['SCORE-2'].text}\n" in text
    assert "**SCORE-1**" not in text


def test_case_that_nothing_needs_is_listed() -> None:
    """A case is listed unless a broken client is caught by it alone."""
    text = written(trial("f", Fate.SILENT))
    assert f"- `{OTHER.identifier}`: It does not say why it stays.\n" in text
    assert f"- `{ONE.identifier}`" not in text


def test_survivors_are_listed() -> None:
    """A mutant is listed by file unless it is killed or annotated."""
    survivor, killed = trial("f", Fate.SILENT), trial("g", Fate.KILLED)
    text = written(survivor, killed)
    assert "### a.py: 1 of 2\n" in text
    assert "- f, silent, number: `` 1 `` → `` 2 ``\n" in text
    assert "- g, " not in text
    annotation = Annotation({"file": "a.py", "function": "f"}, "equal")
    assert "- f, " not in written(survivor, killed, annotations=(annotation,))
