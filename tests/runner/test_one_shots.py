"""Faults in one-shot mode: one call per process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoreline.fault import Code
from scoreline.protocol.manifest import Client, Mode
from scoreline.results.verdict import Outcome
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.expectation import Expectation
from scoreline.suite.reply import Reply
from scoreline.suite.service import ServiceDefinition
from scoreline.suite.vector import Vector

Judge = Callable[..., Any]
Fake = Callable[..., Client]
Make = Callable[..., Case]


def test_good(judge: Judge, fake: Fake, one_shots: tuple[Case, ...]) -> None:
    """A one-shot without a defect passes."""
    judged = judge([fake("honest", one_shot="none")], one_shots)
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}


@pytest.mark.parametrize(
    ("defect", "code"),
    [
        ("hang", Code.TIMEOUT),
        ("flood", Code.OUTPUT_TOO_LONG),
        ("signal", Code.EMPTY_OUTPUT),
        ("garbage", Code.OUTPUT_NOT_JSON),
        ("silence", Code.EMPTY_OUTPUT),
        ("log", "secret"),
        ("arguments", "secret-in-arguments"),
    ],
)
def test_fault(
    defect: str, code: str, judge: Judge, fake: Fake, one_shots: tuple[Case, ...]
) -> None:
    """A call with a fault fails with the fault's code, and all other calls pass."""
    judged = judge([fake("honest", one_shot=defect)], one_shots)
    outcomes = judged.outcomes("honest")
    assert outcomes.pop("poison") is Outcome.FAIL
    assert code in judged.codes("honest", "poison")
    assert set(outcomes.values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_last_lines(judge: Judge, fake: Fake, one_shots: tuple[Case, ...]) -> None:
    """The verdict on a call that hangs has the last lines of its standard error."""
    judged = judge([fake("honest", one_shot="hang")], one_shots, deadline_seconds=2.0)
    assert judged.verdicts("honest")["poison"].stderr == ("still there",)


def _sending_nothing(make: Make) -> tuple[Case, ...]:
    """Three cases that expect no request."""
    call, expect = Call(mode=Mode.ONE_SHOT, stdin="["), Expectation(requests=0)
    return tuple(make(name, call=call, expect=expect) for name in ("one", "two", "three"))


def test_control_is_shared(judge: Judge, fake: Fake, case: Make) -> None:
    """One-shots that send nothing share one control call, and each verdict has its evidence."""
    judged = judge([fake("honest", one_shot="none")], _sending_nothing(case))
    one, two, three = judged.verdicts("honest").values()
    assert len(one.control.exchanges) == 1
    assert one.control == two.control == three.control
    assert [verdict.testimony.exchanges for verdict in (one, two, three)] == [(), (), ()]
    assert not any("control" in judged.codes("honest", name) for name in ("one", "two", "three"))


@pytest.mark.parametrize("suits", [True, False], ids=["suits", "does not suit"])
def test_scoring_call_as_control(
    judge: Judge, fake: Fake, case: Make, control: Vector, *, suits: bool
) -> None:
    """A one-shot that scores the control vector and suits is the control call of later ones."""
    prediction = control.predictions[0] if suits else 2.5
    scores = case(
        "scores",
        service=ServiceDefinition(key=True, replies=(Reply(json=[prediction]),)),
        call=Call(mode=Mode.ONE_SHOT, vector="made-up", payload={"data": [[1.0]]}),
    )
    judged = judge([fake("honest", one_shot="none")], (scores, *_sending_nothing(case)))
    verdicts = judged.verdicts("honest")
    scored = verdicts.pop("scores")
    assert len(scored.testimony.exchanges) == 1
    assert scored.control is None
    (made,) = scored.testimony.exchanges
    # The service has a name in the case that made the call, and none in the others.
    shared = [
        [replace(exchange, service=made.service) for exchange in one.control.exchanges] == [made]
        for one in verdicts.values()
    ]
    assert shared == [suits] * 3
    assert not any("control" in judged.codes("honest", name) for name in verdicts)


def test_failed_control_counts_for_each(
    judge: Judge, fake: Fake, case: Make, control: Vector
) -> None:
    """A shared control call that fails counts against every one-shot that needs it."""
    other = replace(control, predictions=(1.0,))
    judged = judge([fake("honest", one_shot="none")], _sending_nothing(case), control=other)
    assert all("control" in judged.codes("honest", name) for name in ("one", "two", "three"))
