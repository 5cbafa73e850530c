"""What catches broken clients: what is red, and which cases nobody needs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.strength.broken_client import BrokenClient, broken_client
from tests.strength.catches import Catch, Catches
from tests.strength.playing import Played

from scoreline.results.verdict import Outcome
from scoreline.suite.case import Case
from scoreline.suite.loader import load_suite

REQUIREMENTS = {"A-1": frozenset({"a/one"}), "A-2": frozenset({"a/one", "a/two"})}
SAMPLE = load_suite().cases[0]
NAMES = ("one", "two", "three", "other")


def case(name: str, *requirements: str) -> Case:
    """A case with a name, requirements and a definition of its own."""
    number = NAMES.index(name)
    return replace(SAMPLE, subject="a", name=name, requirements=requirements, definition=number)


def catch(named: str, *cases: str, violates: tuple[str, ...] = ("A-2",)) -> Catch:
    """A broken client that names cases by a pattern, and what catches it."""
    broken = BrokenClient("broken", (named,), violates)
    return Catch(broken, frozenset(cases), played=REQUIREMENTS["A-2"])


@pytest.mark.parametrize(
    ("one", "problems"),
    [
        (catch("a/one", "a/one"), []),
        (catch("a/one", "a/one", violates=()), ["does not state what it violates"]),
        (catch("a/*", "a/one", "a/two", violates=("A-1",)), []),
        (
            catch("a/one"),
            [
                "gets through: no case catches it",
                "is not caught by a/one",
                "violates A-2, but no case that names it catches it",
            ],
        ),
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


def test_not_played() -> None:
    """A case that was not played is not missed."""
    one = replace(catch("a/*", "a/one"), played=frozenset({"a/one"}))
    assert list(one.problems(REQUIREMENTS)) == []


def test_nothing_of_what_was_played() -> None:
    """Of a sample it is not said that no case catches a client."""
    one = replace(catch("a/one"), played=frozenset({"a/two"}), broken=BrokenClient("b", ("a/two",)))
    (first, *_) = one.problems(REQUIREMENTS)
    assert first == "gets through: none of the 1 of 2, which were played, catches it"


def test_not_applicable() -> None:
    """A case that a broken client lacks a capability for need not catch it."""
    played = Played(outcomes={"a/one": Outcome.FAIL, "a/two": Outcome.NOT_APPLICABLE})
    one = Catch.of(BrokenClient("broken", ("a/*",), ("A-2",)), played, vacuous=False)
    assert list(one.problems(REQUIREMENTS)) == []


@pytest.mark.parametrize(("vacuous", "cases"), [(False, {"a/one"}), (True, {"a/one", "a/two"})])
def test_no_verdict(vacuous: bool, cases: set[str]) -> None:
    """No verdict catches a vacuous client alone."""
    played = Played(outcomes={"a/one": Outcome.FAIL, "a/two": Outcome.NO_VERDICT})
    one = Catch.of(BrokenClient("broken", ("a/*",), ("A-2",)), played, vacuous=vacuous)
    assert one.cases == cases
    assert list(one.problems(REQUIREMENTS)) == (
        [] if vacuous else ["is not caught by a/two (no verdict: a/two)"]
    )


def test_unneeded_definitions() -> None:
    """A definition is needed if something is caught by its cases alone."""
    one, two, three = case("one", "A-1"), case("two", "A-1"), case("three", "A-2")
    each = catch("", "a/one"), catch("", "a/one", "a/two"), catch("")
    catches = Catches((one, two, three), each)
    assert list(map(str, catches.unneeded)) == ["a/two", "a/three"]
    assert list(map(str, catches.unexplained)) == ["a/two", "a/three"]
    more = replace(catches, each=(*each, catch("", "a/two")))
    assert list(map(str, more.unneeded)) == ["a/three"]
    assert "a/two is not needed, and does not say why it stays" in list(catches.problems())


def test_cases_of_one_definition() -> None:
    """A definition is needed if any of its cases is, or several of them together."""
    cases = [replace(case(name), definition=7) for name in ("one", "two", "three")]
    other = case("other")
    assert len({other.definition, 7}) == 2
    catches = Catches((*cases, other), (catch("", "a/one", "a/two"),))
    assert list(map(str, catches.definitions)) == ["a/one and 2 more", "a/other"]
    assert list(map(str, catches.unneeded)) == ["a/other"]
    assert not replace(catches, each=(catch("", "a/one", "a/other"),)).unneeded[2:]
    assert len(replace(catches, each=(catch("", "a/one", "a/other"),)).unneeded) == 2


def test_case_that_says_why_it_stays() -> None:
    """A case that nobody needs and that says why it stays needs no more explanation."""
    staying = replace(case("one"), stays="It is a sample.")
    catches = Catches((staying,), ())
    assert list(map(str, catches.unneeded)) == ["a/one"]
    assert catches.unexplained == []
    assert list(catches.problems()) == []


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
    cases = (case("one", "A-1"), case("two", "A-1"), replace(case("three", "A-2"), stays="why"))
    catches = Catches(cases, (one, catch("a/one")))
    assert list(catches.counts()) == [
        "caught by exactly the cases that they name: 1 of 2 broken clients",
        "needed by a broken client: 1 of 3 definitions of cases",
        "not needed, and say why they stay: 1 of 2 definitions",
        "needed by a broken client, each for itself: 1 of 3 cases",
        "forced, because a broken client is caught by its cases alone: 1 of 2 requirements",
    ]


@pytest.mark.parametrize(
    ("caught", "unforced"),
    [
        (("a/one", "a/two"), ["A-1"]),
        (("a/one",), []),
        (("a/two", "a/three"), ["A-1", "A-2"]),
        ((), ["A-1", "A-2"]),
    ],
)
def test_forced(caught: tuple[str, ...], unforced: list[str]) -> None:
    """A requirement is forced if something is caught by its cases and by no other ones."""
    cases = (case("one", "A-1", "A-2"), case("two", "A-2"), case("three", "A-3"))
    catches = Catches(cases, (catch("", *caught),))
    assert [one for one in catches.unforced if one != "A-3"] == unforced


def test_description_is_read() -> None:
    """A broken client states what catches it, and may state what it violates."""
    text = 'CAUGHT_BY: Final = ("a/*",)\n'
    assert broken_client("b", text) == BrokenClient("b", ("a/*",))
    stated = f'{text}VIOLATES: Final = ("A-1",)\n'
    assert broken_client("b", stated) == BrokenClient("b", ("a/*",), ("A-1",))
