"""A fault costs the case it happens in, in words, and nothing else; one client for each fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoreline.drivers import session
from scoreline.protocol.manifest import Client
from scoreline.results.verdict import Outcome
from scoreline.runner import sessions
from scoreline.suite.case import Call, Case

Judge = Callable[..., Any]
Fake = Callable[..., Client]

FAULTS = {
    # client: what its verdict says of it
    "answers_twice": r"answered request \d+ twice",
    "unknown_id": r"answered a request that was never made, id 999999",
    "no_json": r"wrote a line that is no JSON: 'hello'",
    "afterthought": r"wrote a line that is no JSON: 'and that was that'",
    "flood": r"wrote more than 67108864 bytes without a line end",
    "exits": r"exited with status 7",
    "killed": r"died of signal 9",
    "holds_pipes": r"exited with status 3",
    "one_call_hangs": r"gave no answer within 4 s",
    "hangs_in_turn": r"gave no answer within 4 s",
    "late": r"gave no answer within 4 s",
    "closes_stdout": r"closed its standard output and lives on",
}


@pytest.fixture(autouse=True)
def short_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not leave is waited for a little only."""
    monkeypatch.setattr(session, "EXIT_SECONDS", 2.0)


@pytest.mark.parametrize("name", ["honest", "out_of_order", "endless_stderr"])
def test_good_habit(name: str, judge: Judge, fake: Fake, case: Any) -> None:
    """A client may answer in any order and talk on standard error, and passes."""
    client = fake(name)
    judged = judge([client], [case(letter) for letter in "abcdefghijkl"])
    assert set(judged.outcomes(client.name).values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 0


def test_good_end(judge: Judge, fake: Fake, ends: Case) -> None:
    """A client that leaves when it is told to passes the case that looks at it."""
    assert judge([fake("honest")], [ends]).outcomes("honest") == {"ends": Outcome.PASS}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, judge: Judge, fake: Fake) -> None:
    """The case at fault fails with the fault's name; its neighbours and other clients pass."""
    client = fake(name)
    judged = judge([client, fake("honest")])
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("poison") is Outcome.FAIL
    assert re.search(FAULTS[name], judged.words(client.name, "poison"))
    assert set(outcomes.values()) == {Outcome.PASS}
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_fault_tells_what_the_endpoint_saw(judge: Judge, fake: Fake) -> None:
    """A verdict on a broken session names what the endpoint had seen of the case by then."""
    judged = judge([fake("exits"), fake("afterthought")])
    assert judged.verdicts("exits")["poison"].seen == ("no request",)
    assert judged.verdicts("afterthought")["poison"].outcome is Outcome.FAIL


def test_child_that_left_the_group(judge: Judge, fake: Fake) -> None:
    """A program that is dead is found dead, also where a child beyond reach holds its pipes."""
    client = fake("escaped_child")
    judged = judge([client], leaves=True)
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("poison") is Outcome.FAIL
    assert "exited with status 3" in judged.words(client.name, "poison")
    assert set(outcomes.values()) == {Outcome.PASS}


def test_client_that_does_not_read(judge: Judge, fake: Fake, case: Any) -> None:
    """A client that reads nothing while requests pile up does not stall the run."""
    rows = tuple((float(row), 0.1, 0.2, 0.3) for row in range(20_000))
    names = ("a", "b", "poison", "c", "d")
    cases = [case(name, call=Call(rows=rows)) for name in names]
    client = fake("hangs_in_turn")
    judged = judge([client, fake("honest")], cases)
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}


def test_hangs_always(judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that answers nothing is given up after a few cases, and passes none."""
    monkeypatch.setattr(sessions, "HOPELESS", 2)
    judged = judge([fake("hangs_always"), fake("honest")], case_seconds=2.0)
    outcomes = judged.outcomes("hangs-always")
    assert set(outcomes.values()) == {Outcome.FAIL, Outcome.NO_VERDICT}
    failed = [name for name, outcome in outcomes.items() if outcome is Outcome.FAIL]
    assert all("gave no answer within" in judged.words("hangs-always", name) for name in failed)
    others = [name for name in outcomes if name not in failed]
    assert all("it was given up" in judged.words("hangs-always", name) for name in others)
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("never_initializes", "did not answer initialize within 2 s; its last lines: what do they"),
        ("nonsense_identity", "answered initialize with a result that is no object"),
        ("other_version", "speaks protocol version \"2\"; this is version '1'"),
    ],
)
def test_no_identity(name: str, words: str, judge: Judge, fake: Fake) -> None:
    """A client that does not say who it is gets no verdict at all, and why."""
    client = fake(name)
    judged = judge([client], start_seconds=2.0)
    assert set(judged.outcomes(client.name).values()) == {Outcome.NO_VERDICT}
    assert words in judged.words(client.name, "a")
    assert judged.finished.exit_status == 3


def test_no_identity_beside_others(judge: Judge, fake: Fake) -> None:
    """A client without any verdict makes a run fail in which others were judged."""
    judged = judge([fake("other_version"), fake("honest")])
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_starts_once(judge: Judge, fake: Fake) -> None:
    """A client that does not start again is given up, whatever it did before."""
    judged = judge([fake("starts_once"), fake("honest")])
    outcomes = judged.outcomes("starts-once")
    assert len(outcomes) == 12
    assert Outcome.FAIL not in outcomes.values()
    assert outcomes["poison"] is outcomes["k"] is Outcome.NO_VERDICT
    assert "exited with status 1; its last lines: no more" in judged.words("starts-once", "k")
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}


def test_fault_of_a_crowd(judge: Judge, fake: Fake, case: Any) -> None:
    """A fault that needs several cases in flight is held against those that were."""
    judged = judge([fake("hates_crowds")], [case(name) for name in "abcd"])
    assert set(judged.outcomes("hates-crowds").values()) == {Outcome.FAIL}
    for name in "abcd":
        words = judged.words("hates-crowds", name)
        assert "wrote a line that is no JSON: 'too many at once'" in words
        assert "with other cases in flight and not when it was alone" in words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("never_leaves", "had not ended 2 s after shutdown"),
        ("bad_exit", "exited with status 1"),
        ("goodbye", "wrote a line that is no JSON: 'goodbye'"),
        ("refuses_shutdown", "answered shutdown with error -32601"),
    ],
)
def test_bad_end(name: str, words: str, judge: Judge, fake: Fake, ends: Case) -> None:
    """How a session ends counts for the case that looks at it, and for no other."""
    client = fake(name)
    others = [replace(ends, name=name, call=Call(rows=((1.0,),))) for name in "abc"]
    judged = judge([client], [*others, ends])
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("ends") is Outcome.FAIL
    assert words in judged.words(client.name, "ends")
    assert set(outcomes.values()) == {Outcome.PASS}


def test_bad_end_of_a_suspect(judge: Judge, fake: Fake) -> None:
    """How a session ends is not held against a case that is played alone for another reason."""
    judged = judge([fake("two_faults")])
    outcomes = judged.outcomes("two-faults")
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}


def test_deep_answer(judge: Judge, fake: Fake) -> None:
    """An answer too deep to be compared costs its own case and no other."""
    judged = judge([fake("deep")])
    outcomes = judged.outcomes("deep")
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1
