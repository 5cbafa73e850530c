"""What catches broken clients: what is red, and which cases nobody needs."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from tests.strength.broken_client import BrokenClient, broken_client
from tests.strength.catches import Catch, Catches
from tests.strength.playing import Played
from tests.strength.weak import forced

from scoreline.results.verdict import Outcome
from scoreline.suite.case import Case
from scoreline.suite.loader import load_suite

REQUIREMENTS = {"A-1": frozenset({"a/one"}), "A-2": frozenset({"a/one", "a/two"})}
SAMPLE = load_suite().cases[0]


def case(name: str, *requirements: str) -> Case:
    """A case with a name and requirements."""
    return replace(SAMPLE, subject="a", name=name, requirements=requirements)


def catch(named: str, *cases: str, violates: tuple[str, ...] = ()) -> Catch:
    """A broken client that names cases by a pattern, and what catches it."""
    return Catch(BrokenClient("broken", (named,), violates), frozenset(cases))


@pytest.mark.parametrize(
    ("one", "problems"),
    [
        (catch("a/one", "a/one"), []),
        (catch("a/*", "a/one", "a/two", violates=("A-1",)), []),
        (catch("a/one"), ["gets through: no case catches it", "is not caught by a/one"]),
        (catch("a/*", "a/one"), ["is not caught by a/two"]),
        (catch("a/one", "a/one", "a/two"), ["is caught by a/two, which it does not name"]),
        (
            catch("a/two", "a/two", violates=("A-1",)),
            ["violates A-1, but no case that names it catches it"],
        ),
        (catch("a/one", "a/one", violates=("A-3",)), ["violates A-3, which there is not"]),
    ],
)
def test_problems(one: Catch, problems: list[str]) -> None:
    """A broken client is caught by exactly what it names, and for what it violates."""
    assert list(one.problems(REQUIREMENTS)) == problems


def test_not_applicable() -> None:
    """A case that a broken client lacks a capability for need not catch it."""
    played = Played(outcomes={"a/one": Outcome.FAIL, "a/two": Outcome.NOT_APPLICABLE})
    one = Catch.of(BrokenClient("broken", ("a/*",)), played, vacuous=False)
    assert list(one.problems(REQUIREMENTS)) == []


@pytest.mark.parametrize(("vacuous", "cases"), [(False, {"a/one"}), (True, {"a/one", "a/two"})])
def test_no_verdict(vacuous: bool, cases: set[str]) -> None:
    """No verdict catches a vacuous client alone."""
    played = Played(outcomes={"a/one": Outcome.FAIL, "a/two": Outcome.NO_VERDICT})
    one = Catch.of(BrokenClient("broken", ("a/*",)), played, vacuous=vacuous)
    assert one.cases == cases
    assert list(one.problems(REQUIREMENTS)) == (
        [] if vacuous else ["is not caught by a/two (no verdict: a/two)"]
    )


def test_unneeded_cases() -> None:
    """A case is needed if it is the only one that catches a broken client."""
    one, two, three = case("one", "A-1"), case("two", "A-1"), case("three", "A-2")
    catches = Catches((one, two, three), (catch("", "a/one"), catch("", "a/one", "a/two")))
    assert catches.unneeded == [two, three]
    assert catches.unexplained == [two, three]


def test_case_that_says_why_it_stays() -> None:
    """A case that nobody needs and that says why it stays needs no more explanation."""
    staying = cast("Case", SimpleNamespace(identifier="a/one", stays="a sample", requirements=()))
    catches = Catches((staying,), ())
    assert catches.unneeded == [staying]
    assert catches.unexplained == []


def test_derived_requirements() -> None:
    """A client may violate what every case that catches it is about."""
    cases = (case("one", "A-1", "A-2"), case("two", "A-2"))
    catches = Catches(cases, ())
    assert catches.derived(catch("", "a/one")) == ["A-1", "A-2"]
    assert catches.derived(catch("", "a/one", "a/two")) == ["A-2"]
    assert catches.derived(catch("")) == []


def test_reference_must_pass() -> None:
    """A case that the reference client does not pass is red."""
    assert list(Catches((), (), frozenset({"a/one"})).problems()) == [
        "the reference client does not pass a/one"
    ]


def test_counts_have_denominators() -> None:
    """Every count is out of something."""
    one = catch("a/one", "a/one", violates=("A-1",))
    catches = Catches((case("one", "A-1"), case("two", "A-1")), (one, catch("a/one")))
    assert list(catches.counts()) == [
        "caught by exactly the cases that they name: 1 of 2 broken clients",
        "state the requirement that they violate: 1 of 2 broken clients",
        "needed by a broken client: 1 of 2 cases",
        "not needed, and do not say why they stay: 1 of 2 cases",
    ]


def test_forced() -> None:
    """A requirement is forced if something is caught by its cases and by no other ones."""
    assert forced(REQUIREMENTS, [{"a/one", "a/two"}]) == {"A-2"}
    assert forced(REQUIREMENTS, [{"a/one"}]) == {"A-1", "A-2"}
    assert forced(REQUIREMENTS, [{"a/two", "a/three"}, set()]) == frozenset()


def test_description_is_read() -> None:
    """A broken client states what catches it, and may state what it violates."""
    text = 'CAUGHT_BY: Final = ("a/*",)\n'
    assert broken_client("b", text) == BrokenClient("b", ("a/*",))
    stated = f'{text}VIOLATES: Final = ("A-1",)\n'
    assert broken_client("b", stated) == BrokenClient("b", ("a/*",), ("A-1",))
