"""A client whose own time limits passed while it was starved is played once more, alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoreline.drivers.fair_clock import FairClock, Usage
from scoreline.protocol.manifest import Client
from scoreline.results.verdict import Outcome
from scoreline.runner import session_play
from scoreline.suite.call import Call

Judge = Callable[..., Any]
Fake = Callable[..., Client]
LIMITED = {"attemptTimeoutSeconds": 30}


def delay(monkeypatch: pytest.MonkeyPatch, waited: float, late: float) -> None:
    """Makes the client wait for a processor, and the harness late."""
    monkeypatch.setattr(session_play, "SOON_SECONDS", 0.001)
    usage = Usage(used=0.0, waited=waited, harness=late, late=late)
    monkeypatch.setattr(FairClock, "usage", lambda _, __: usage)


@pytest.mark.parametrize(
    ("waited", "late", "config", "timeouts", "outcome"),
    [
        (1.0, 0.0, LIMITED, 1, Outcome.PASS),
        (0.0, 1.0, LIMITED, 1, Outcome.PASS),
        (1.0, 0.0, LIMITED, 2, Outcome.FAIL),
        (1.0, 0.0, {}, 1, Outcome.FAIL),
        (0.0, 0.0, LIMITED, 1, Outcome.FAIL),
    ],
    ids=["starved", "harness late", "again", "without a limit", "not starved"],
)
def test_again(
    *,
    waited: float,
    late: float,
    config: dict[str, Any],
    timeouts: int,
    outcome: Outcome,
    judge: Judge,
    fake: Fake,
    case: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once, if the client has limits and was delayed; the other cases keep their verdicts."""
    monkeypatch.setenv("TIMEOUTS", str(timeouts))
    delay(monkeypatch, waited, late)
    limited = case("poison", call=Call(rows=((1.0,),), config=config))
    judged = judge([fake("reports_timeouts")], [case("a"), limited, case("b")])
    assert judged.outcomes("reports-timeouts") == {
        "a": Outcome.PASS,
        "poison": outcome,
        "b": Outcome.PASS,
    }


@pytest.mark.parametrize(("kind", "leak"), [("service", ""), ("timeout", "key")])
def test_not_again(
    *, kind: str, leak: str, judge: Judge, fake: Fake, case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another failure than a timeout is not excused, nor is a key in one."""
    monkeypatch.setenv("TIMEOUTS", "1")
    monkeypatch.setenv("KIND", kind)
    monkeypatch.setenv("LEAK", leak)
    delay(monkeypatch, 1.0, 0.0)
    limited = case("poison", call=Call(rows=((1.0,),), config=LIMITED))
    judged = judge([fake("reports_timeouts")], [limited])
    assert judged.outcomes("reports-timeouts") == {"poison": Outcome.FAIL}
