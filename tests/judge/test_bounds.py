"""Verdicts on clients that send or report too much: a clear mismatch, and a limited list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scoreline.formats.json import Json
from scoreline.judge.judge import Checks, judge
from scoreline.protocol.answer import CallError
from scoreline.results.bounds import MOST_EXCHANGES, MOST_MISMATCHES
from scoreline.suite.case import Expectation
from scoreline.suite.vector import Vector

CONTROL = Vector("made-up", "one row", "made up", ((1.0,),), (1.5,), 0.0)


def test_omitted_bytes(case: Any, evidence: Any, exchange: Any, codes: Any) -> None:
    """A request of which not every byte was kept is a mismatch, whatever the case is about."""
    expect = Expectation(predictions=[1.5])
    assert codes(case(expect), evidence()) == []
    cut = evidence(exchanges=(exchange(omitted=1),))
    assert codes(case(expect), cut) == [("endpoint", "omitted")]


def test_too_many_requests(case: Any, evidence: Any, exchange: Any, judged: Any) -> None:
    """Their number is known only to be larger than the bound."""
    many = evidence(exchanges=(exchange(),) * (MOST_EXCHANGES + 1))
    (found,) = judged(case(Expectation(predictions=[1.5])), many)
    assert found == ("request-count", "requests", "1", f"more than {MOST_EXCHANGES}")


def test_unlimited_errors(case: Any, evidence: Any) -> None:
    """Of the errors that a schema finds, no more are asked for than are listed."""
    asked = 0

    def endless(_: Json) -> Iterator[str]:
        nonlocal asked
        while True:
            asked += 1
            yield f"unknown member {asked}"

    checks = Checks(request_body=endless, error_data=endless)
    found = judge(
        case(Expectation(predictions=[1.5])),
        replace(evidence(answers=(CallError({}),))),
        CONTROL,
        checks,
    )
    assert len(found) == MOST_MISMATCHES + 1
    assert found[-1].code == "more"
    assert asked <= MOST_MISMATCHES + 1
