"""What became of a mutant, by the outcomes of the cases that it was played."""

from __future__ import annotations

import pytest
from tests.strength.playing import Played
from tests.strength.reach import Reach
from tests.strength.trial import Fate, fate_of

from scoreline.protocol.manifest import Mode
from scoreline.results.verdict import Outcome


@pytest.mark.parametrize(
    ("started", "ended", "outcomes", "fate"),
    [
        (True, True, (Outcome.PASS, Outcome.PASS), Fate.SILENT),
        (True, True, (Outcome.PASS, Outcome.NOT_APPLICABLE), Fate.SILENT),
        (True, True, (Outcome.PASS, Outcome.FAIL), Fate.KILLED),
        (True, False, (Outcome.PASS, Outcome.FAIL), Fate.KILLED),
        (True, True, (Outcome.NO_VERDICT, Outcome.FAIL), Fate.KILLED),
        (True, False, (Outcome.PASS,), Fate.INCONCLUSIVE),
        (True, True, (Outcome.PASS, Outcome.NO_VERDICT), Fate.INCONCLUSIVE),
        (False, True, (Outcome.NO_VERDICT,), Fate.INCONCLUSIVE),
        (False, True, (Outcome.FAIL,), Fate.INCONCLUSIVE),
    ],
)
def test_fate(started: bool, ended: bool, outcomes: tuple[Outcome, ...], fate: Fate) -> None:
    """Only a failure of a mutant that has started kills it, and only passes make it silent."""
    by_case = {f"a/{number}": outcome for number, outcome in enumerate(outcomes)}
    assert fate_of(Played(started, ended, by_case)) is fate


def test_reach() -> None:
    """A statement is executed in the modes in which any of its lines is."""
    reach = Reach({Mode.SESSION: {"a.py": {1, 2}}, Mode.ONE_SHOT: {"a.py": {2, 5}}})
    assert reach.modes("a.py", range(2, 4)) == {Mode.SESSION, Mode.ONE_SHOT}
    assert reach.modes("a.py", range(5, 6)) == {Mode.ONE_SHOT}
    assert reach.modes("a.py", range(3, 5)) == frozenset()
    assert reach.modes("b.py", range(1, 9)) == frozenset()
