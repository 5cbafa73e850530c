"""The tally of mutants: the rate, and everything that makes it red."""

from __future__ import annotations

from tests.strength.annotation import Annotation
from tests.strength.mutant import Identity, Mutant
from tests.strength.mutants import drawn, kept_lines, report
from tests.strength.tally import Tally
from tests.strength.trial import Fate, Trial


def trial(name: str, fate: Fate, *caught_by: str) -> Trial:
    """A trial of a mutant in a function."""
    identity = Identity("a.py", name, "number", "1", "2")
    return Trial(Mutant(identity, 3, range(3, 4), ""), fate, frozenset(caught_by))


KILLED = trial("killed", Fate.KILLED, "a/b")
SILENT = trial("silent", Fate.SILENT)
UNTOUCHED = trial("untouched", Fate.UNTOUCHED)
INCONCLUSIVE = trial("inconclusive", Fate.INCONCLUSIVE)


def about(one: Trial) -> Annotation:
    """An annotation of a mutant."""
    return Annotation({"file": "a.py", "function": one.mutant.identity.function}, "equal")


def test_only_the_killed_count_as_killed() -> None:
    """Silent, untouched and inconclusive mutants are in the denominator."""
    tally = Tally((KILLED, SILENT, UNTOUCHED, INCONCLUSIVE), (), (), ())
    assert tally.percent == 25
    assert tally.survivors == [SILENT, UNTOUCHED, INCONCLUSIVE]
    assert list(tally.counts()) == [
        "mutants: 4, of which 0 annotated, 0 killed before",
        "killed: 1 of 4",
        "silent: 1 of 4",
        "untouched: 1 of 4",
        "inconclusive: 1 of 4",
        "rate: 25.0 %",
    ]


def test_annotated_do_not_count() -> None:
    """An annotated mutant is not in the denominator and not among the survivors."""
    (first, *_) = Tally((KILLED, SILENT), (), (str(KILLED.mutant.identity),), (), 1).counts()
    assert first == "mutants: 2, of which 0 annotated, 1 killed before (1 of them not tried again)"
    tally = Tally((KILLED, SILENT), (about(SILENT),), (), ())
    assert tally.percent == 100
    assert tally.survivors == []
    assert list(tally.problems(100)) == []


def test_low_rate_is_red() -> None:
    """A rate below the least is red, and the least itself is not."""
    tally = Tally((KILLED, SILENT), (), (), ())
    assert list(tally.problems(50)) == []
    assert list(tally.problems(51)) == ["50.0 % are killed, which is less than 51 %"]


def test_nothing_tried_is_red() -> None:
    """Without a mutant nothing is proven."""
    assert list(Tally((), (), (), ()).problems(95))


def test_annotated_and_killed_is_red() -> None:
    """An annotation of a mutant that is killed is wrong."""
    (problem,) = Tally((KILLED, SILENT), (about(KILLED),), (), ()).problems(0)
    assert problem.startswith("annotated, but killed by a/b: a.py:3")


def test_survivor_that_was_killed_is_red() -> None:
    """A mutant that was killed before has to be killed again."""
    kept = {str(KILLED.mutant.identity), str(SILENT.mutant.identity)}
    (problem,) = Tally((KILLED, SILENT), (), kept, ()).problems(0)
    assert problem.startswith("was killed before and is silent now: a.py:3")


def test_annotation_of_nothing_is_red() -> None:
    """An annotation that is about no mutant is wrong."""
    (problem,) = Tally((KILLED,), (), (), (about(SILENT),)).problems(0)
    assert problem == "annotation of no mutant: file 'a.py', function 'silent'"


def test_terms_are_explained() -> None:
    """Each term of the counts is explained below them."""
    lines = list(report(Tally((KILLED, SILENT), (), (), ()), 0))
    for term in (*Fate, "annotated"):
        assert any(line.startswith(f"  {term}: ") for line in lines), term


def test_what_was_killed_is_kept() -> None:
    """A line is dropped only if its mutant is gone, and not because it survives."""
    before = {str(SILENT.mutant.identity), "gone"}
    mutants = (KILLED.mutant, SILENT.mutant, UNTOUCHED.mutant)
    lines = kept_lines(before, mutants, (KILLED, SILENT, UNTOUCHED))
    assert lines == [str(KILLED.mutant.identity), str(SILENT.mutant.identity)]


def test_annotated_are_not_drawn() -> None:
    """A sample has the size that is asked for, of mutants that count, in their order."""
    everything = [trial(f"f{number}", Fate.KILLED).mutant for number in range(20)]
    known = [about(trial(f"f{number}", Fate.SILENT)) for number in range(10)]
    sample = drawn(everything, known, 5, seed=1)
    assert len(sample) == 5
    assert set(sample) <= set(everything[10:])
    assert list(sample) == [one for one in everything if one in sample]
    assert sample == drawn(everything, known, 5, seed=1)
    assert sample != drawn(everything, known, 5, seed=2)
    assert drawn(everything, known, 50, seed=1) == tuple(everything[10:])
