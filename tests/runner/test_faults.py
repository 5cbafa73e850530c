"""A fault fails only the case in which it happens, with its code. There is one client per fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoreline.drivers import session
from scoreline.fault import Code
from scoreline.protocol.manifest import Client
from scoreline.results.verdict import Outcome
from scoreline.runner import sessions
from scoreline.suite.call import Call
from scoreline.suite.case import Case

Judge = Callable[..., Any]
Fake = Callable[..., Client]

FAULTS = {
    # client: code of its fault
    "answers_twice": Code.ANSWERED_TWICE,
    "unknown_id": Code.UNKNOWN_ID,
    "writes_text": Code.NOT_JSON,
    "writes_after_close": Code.NOT_JSON,
    "endless_line": Code.LINE_TOO_LONG,
    "exits": Code.EXITED,
    "killed": Code.KILLED,
    "holds_pipes": Code.EXITED,
    "one_call_hangs": Code.TIMEOUT,
    "stops_reading": Code.TIMEOUT,
    "answers_after_cancellation": Code.TIMEOUT,
    "closes_stdout": Code.STDOUT_CLOSED,
}


@pytest.fixture(autouse=True)
def short_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shortens the time for which the session waits for a client to exit."""
    monkeypatch.setattr(session, "EXIT_SECONDS", 2.0)


@pytest.mark.parametrize("name", ["honest", "out_of_order", "endless_stderr"])
def test_allowed_behaviour(name: str, judge: Judge, fake: Fake, case: Any) -> None:
    """A client passes if it answers out of order or writes to standard error."""
    client = fake(name)
    judged = judge([client], [case(letter) for letter in "abcdefghijkl"])
    assert set(judged.outcomes(client.name).values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 0


def test_refused_body(judge: Judge, fake: Fake) -> None:
    """A body beyond the endpoint's bound fails only its case, with a code that names this."""
    judged = judge([fake("long_body")])
    outcomes = judged.outcomes("long-body")
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}
    assert "body-too-long" in judged.codes("long-body", "poison")
    assert "omitted" not in judged.codes("long-body", "poison")


def test_exit_after_shutdown(judge: Judge, fake: Fake, ends: Case) -> None:
    """A client that exits after shutdown passes the case that tests this."""
    assert judge([fake("honest")], [ends]).outcomes("honest") == {"ends": Outcome.PASS}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, judge: Judge, fake: Fake) -> None:
    """Only the case with the fault fails, with the fault's code; other cases and clients pass."""
    client = fake(name)
    judged = judge([client, fake("honest")])
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("poison") is Outcome.FAIL
    assert FAULTS[name] in judged.codes(client.name, "poison")
    assert set(outcomes.values()) == {Outcome.PASS}
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_evidence_of_a_broken_session(judge: Judge, fake: Fake) -> None:
    """The verdict on a case that broke its session has the exchanges recorded before that."""
    judged = judge([fake("exits"), fake("writes_after_close")])
    assert judged.verdicts("exits")["poison"].testimony.exchanges == ()
    assert len(judged.verdicts("writes-after-close")["poison"].testimony.exchanges) == 1
    assert judged.verdicts("writes-after-close")["poison"].outcome is Outcome.FAIL


def test_child_outside_the_process_group(judge: Judge, fake: Fake) -> None:
    """A client ends together with a child that has left its process group and holds its pipes."""
    client = fake("escaped_child")
    judged = judge([client])
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("poison") is Outcome.FAIL
    assert Code.EXITED in judged.codes(client.name, "poison")
    assert set(outcomes.values()) == {Outcome.PASS}


def test_client_that_does_not_read(judge: Judge, fake: Fake, case: Any) -> None:
    """A client that stops reading while requests accumulate does not block the run."""
    rows = tuple((float(row), 0.1, 0.2, 0.3) for row in range(20_000))
    names = ("a", "b", "poison", "c", "d")
    cases = [case(name, call=Call(rows=rows)) for name in names]
    client = fake("stops_reading")
    judged = judge([client, fake("honest")], cases)
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}


@pytest.mark.parametrize("name", ["one_call_hangs", "hangs_always"])
def test_remedy_of_a_timeout(name: str, judge: Judge, fake: Fake, case: Any) -> None:
    """The remedy for a call without an answer is to flush, since a buffer may hold the answer."""
    client = fake(name)
    judged = judge([client], [case("poison")], deadline_seconds=1.0)
    (fault,) = (one for one in judged.faults(client.name, "poison") if one.code == Code.TIMEOUT)
    assert "flush standard output after each line" in fault.remedy


def test_hangs_always(judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that answers no call is abandoned after a few cases, and passes none."""
    monkeypatch.setattr(sessions, "BROKEN_SESSIONS_LIMIT", 2)
    judged = judge([fake("hangs_always"), fake("honest")], deadline_seconds=2.0)
    outcomes = judged.outcomes("hangs-always")
    assert set(outcomes.values()) == {Outcome.FAIL, Outcome.NO_VERDICT}
    failed = [name for name, outcome in outcomes.items() if outcome is Outcome.FAIL]
    assert all(Code.TIMEOUT in judged.codes("hangs-always", name) for name in failed)
    others = [name for name in outcomes if name not in failed]
    assert all(judged.codes("hangs-always", name) == {Code.ABANDONED} for name in others)
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("never_initializes", Code.INITIALIZE_TIMEOUT),
        ("invalid_identity", Code.INVALID_IDENTITY),
        ("other_protocol_version", Code.PROTOCOL_VERSION),
    ],
)
def test_no_identity(name: str, code: Code, judge: Judge, fake: Fake) -> None:
    """A client that does not complete initialize has no verdict on any case, with the reason."""
    client = fake(name)
    judged = judge([client], start_seconds=2.0)
    assert set(judged.outcomes(client.name).values()) == {Outcome.NO_VERDICT}
    (fault,) = judged.faults(client.name, "a")
    assert (fault.code, fault.details) == (Code.ABANDONED, {"cause": code})
    assert judged.finished.exit_status == 3


def test_no_identity_beside_others(judge: Judge, fake: Fake) -> None:
    """A run with verdicts on other clients fails if one client has none."""
    judged = judge([fake("other_protocol_version"), fake("honest")])
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_starts_once(judge: Judge, fake: Fake) -> None:
    """A client that does not start again is abandoned, even if it passed cases before."""
    judged = judge([fake("starts_once"), fake("honest")])
    outcomes = judged.outcomes("starts-once")
    assert len(outcomes) == 12
    assert Outcome.FAIL not in outcomes.values()
    assert outcomes["poison"] is outcomes["k"] is Outcome.NO_VERDICT
    (fault,) = judged.faults("starts-once", "k")
    assert (fault.code, fault.details) == (Code.ABANDONED, {"cause": Code.EXITED})
    assert fault.message.endswith("; its last lines: no more"), "the client's last lines are shown"
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}


def test_fault_of_several_cases(judge: Judge, fake: Fake, case: Any) -> None:
    """A fault that occurs only with several cases in flight fails all of those cases."""
    judged = judge([fake("fails_with_two_handles")], [case(name) for name in "abcd"])
    assert set(judged.outcomes("fails-with-two-handles").values()) == {Outcome.FAIL}
    for name in "abcd":
        assert judged.codes("fails-with-two-handles", name) == {Code.FAILS_TOGETHER}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("never_exits", Code.STILL_RUNNING),
        ("nonzero_exit", Code.EXITED),
        ("writes_at_exit", Code.NOT_JSON),
        ("refuses_shutdown", Code.SHUTDOWN_FAILED),
        ("says_goodbye", Code.RESULT_NOT_EMPTY),
    ],
)
def test_fault_after_shutdown(name: str, code: Code, judge: Judge, fake: Fake, ends: Case) -> None:
    """A fault after shutdown fails only the case that tests the end of a session."""
    client = fake(name)
    others = [replace(ends, name=name, call=Call(rows=((1.0,),))) for name in "abc"]
    judged = judge([client], [*others, ends])
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("ends") is Outcome.FAIL
    assert judged.codes(client.name, "ends") == {code}
    assert set(outcomes.values()) == {Outcome.PASS}


def test_fault_after_many_cases(judge: Judge, fake: Fake, ends: Case) -> None:
    """An end that is bad only after other cases fails the case about it, which says so."""
    client = fake("nonzero_exit_after_many")
    others = [replace(ends, name=name, call=Call(rows=((1.0,),))) for name in "abc"]
    judged = judge([client], [*others, ends])
    outcomes = judged.outcomes(client.name)
    assert outcomes.pop("ends") is Outcome.FAIL
    assert judged.codes(client.name, "ends") == {Code.FAILS_TOGETHER}
    assert set(outcomes.values()) == {Outcome.PASS}
    assert set(judge([client], [ends]).outcomes(client.name).values()) == {Outcome.PASS}


def test_fault_after_a_replay(judge: Judge, fake: Fake) -> None:
    """A fault after shutdown does not fail a case that is replayed alone for another reason."""
    judged = judge([fake("two_faults")])
    outcomes = judged.outcomes("two-faults")
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}


def test_deep_answer(judge: Judge, fake: Fake) -> None:
    """An answer nested too deeply to be compared fails only its own case."""
    judged = judge([fake("deep_answer")])
    outcomes = judged.outcomes("deep-answer")
    assert outcomes.pop("poison") is Outcome.FAIL
    assert set(outcomes.values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1
