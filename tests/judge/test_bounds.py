"""Verdicts on clients that send or report too much: a clear mismatch, and a limited list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from scoreline.formats.json import Json
from scoreline.judge.answers import DataChecks
from scoreline.judge.judge import Checks, judge
from scoreline.judge.numbers import MOST_DIFFERENCES
from scoreline.protocol.answer import CallError
from scoreline.results.bounds import (
    MOST_BYTES,
    MOST_BYTES_READ,
    MOST_EXCHANGES,
    MOST_MISMATCHES,
    MOST_VALUES,
)
from scoreline.results.exchange import SentReply
from scoreline.suite.expectation import Expectation, RequestExpectation
from scoreline.suite.vector import Vector

CONTROL = Vector("made-up", "one row", "made up", ((1.0,),), (1.5,), 0.0)


def test_omitted_bytes(case: Any, evidence: Any, exchange: Any, codes: Any) -> None:
    """A request of which not every byte was kept is a mismatch, whatever the case is about."""
    expect = Expectation(predictions=[1.5])
    assert codes(case(expect), evidence()) == []
    cut = evidence(exchanges=(exchange(omitted=1),))
    assert codes(case(expect), cut) == [("endpoint", "omitted")]


def test_refused_body(case: Any, evidence: Any, exchange: Any, codes: Any) -> None:
    """A body that the endpoint refused is a mismatch of its own; a scripted 413 is not."""
    expect = Expectation(predictions=[1.5])
    kept, refusal = b"x" * MOST_BYTES, SentReply(413)
    too_long = MOST_BYTES_READ + 1 - MOST_BYTES
    refused = exchange(body=kept, omitted=too_long, reply=refusal)
    assert codes(case(expect), evidence(exchanges=(refused,))) == [("endpoint", "body-too-long")]
    for other in (replace(refused, omitted=too_long - 1), replace(refused, reply=SentReply(200))):
        assert codes(case(expect), evidence(exchanges=(other,))) == [("endpoint", "omitted")]
    scripted = exchange(reply=refusal)
    assert codes(case(expect), evidence(exchanges=(scripted,))) == []


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

    checks = Checks(request_body=endless, data=DataChecks(error=endless, response=endless))
    found = judge(
        case(Expectation(predictions=[1.5])),
        replace(evidence(answers=(CallError({}),))),
        CONTROL,
        checks,
    )
    assert len(found) == MOST_MISMATCHES + 1
    assert found[-1].code == "more"
    assert asked <= MOST_MISMATCHES + 1


@pytest.mark.parametrize("more", [0, 1])
def test_values_of_a_body(case: Any, evidence: Any, exchange: Any, *, more: int) -> None:
    """A body with more values than the bound is a mismatch, and not held against the schema."""
    # The object, its one member, and in that a row of numbers.
    document = {"data": [[1.0] * (MOST_VALUES - 3 + more)]}
    seen = evidence(exchanges=(exchange(body=json.dumps(document).encode()),))
    asked: list[Json] = []

    def body_errors(body: Json) -> list[str]:
        asked.append(body)
        return []

    expect = Expectation(predictions=[1.5], request=RequestExpectation(valid=True))
    found = judge(case(expect), seen, CONTROL, Checks(body_errors, lambda _: ()))
    assert [one.code for one in found] == ["request.valid"] * more
    assert len(asked) == 1 - more


def test_bodies_of_many_requests(case: Any, evidence: Any, exchange: Any) -> None:
    """Of more requests than expected, only a few are looked at."""
    asked: list[Json] = []

    def body_errors(body: Json) -> list[str]:
        asked.append(body)
        return []

    expect = Expectation(predictions=[1.5], request=RequestExpectation(valid=True))
    many = evidence(exchanges=(exchange(),) * MOST_EXCHANGES)
    found = judge(case(expect), many, CONTROL, Checks(body_errors, lambda _: ()))
    assert [one.code for one in found] == ["request-count"]
    assert len(asked) == 1 + MOST_DIFFERENCES


def test_long_header(case: Any, evidence: Any, exchange: Any, judged: Any) -> None:
    """A pattern is not tried on a header that is longer than any client's."""
    expect = Expectation(
        predictions=[1.5], request=RequestExpectation(matches={"User-Agent": ".*"})
    )
    for size, count in ((1_000, 0), (1_001, 1)):
        seen = evidence(exchanges=(exchange({"User-Agent": "x" * size}),))
        assert len(judged(case(expect), seen)) == count
