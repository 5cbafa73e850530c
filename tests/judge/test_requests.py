"""Expectations on requests one by one, and on how they compare with each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoreline.results.evidence import Evidence
from scoreline.results.exchange import Ending, Exchange
from scoreline.suite.case import Case
from scoreline.suite.expectation import Expectation, RequestExpectation

Codes = Callable[[Case, Evidence], list[tuple[str, str]]]
Make = Callable[..., Any]
BODY = b'{"data": [[1.0]]}'

EACH = [
    (RequestExpectation(version="HTTP/1.1"), {}, {"version": "HTTP/1.0"}),
    (RequestExpectation(service="main"), {}, {"service": "another"}),
    (RequestExpectation(abandoned=True), {"ending": Ending.ABANDONED}, {"ending": Ending.REPLIED}),
    (RequestExpectation(abandoned=True), {"ending": Ending.ABANDONED}, {"ending": Ending.OPEN}),
    (RequestExpectation(body=True), {}, {"body": b'{"data": [[1.0]], "data": [[1.0]]}'}),
    (RequestExpectation(valid=True), {}, {"body": b'{"data": [[2.0]], "data": [[1.0]]}'}),
    (
        RequestExpectation(only=("content-type", "Host")),
        {"headers": (("Host", "x"), ("Content-Type", "y"))},
        {"headers": (("Host", "x"), ("Cookie", "y"))},
    ),
    (
        RequestExpectation(only=("Host",)),
        {"headers": (("Host", "x"),)},
        {"headers": (("Host", "x"), ("host", "x"))},
    ),
    (
        RequestExpectation(headers={"Host": "${authority}"}),
        {"headers": (("Host", "127.0.0.1:1"),)},
        {"headers": (("Host", "localhost:1"),)},
    ),
]


@pytest.mark.parametrize(("expect", "right", "wrong"), EACH)
def test_one_request(  # noqa: PLR0917
    case: Make,
    evidence: Make,
    exchange: Make,
    codes: Codes,
    expect: RequestExpectation,
    right: dict[str, object],
    wrong: dict[str, object],
) -> None:
    """A request that is as it must be has no mismatch, and any other one that of the field."""
    given = {"authority": "127.0.0.1:1"}
    judged_case = case(Expectation(predictions=[1.5], request=expect))
    found = codes(judged_case, evidence(exchanges=(exchange(**right),), given=given))
    assert [code for _, code in found if code.startswith("request.")] == []
    found = codes(judged_case, evidence(exchanges=(exchange(**wrong),), given=given))
    assert [code for _, code in found if code.startswith("request.")] != []


def sequence(*expected: RequestExpectation) -> Expectation:
    """An expectation on as many requests."""
    return Expectation(predictions=[1.5], requests=len(expected), sequence=expected)


ANY = RequestExpectation(method="POST")


@pytest.mark.parametrize(
    ("second", "changes", "expected"),
    [
        (RequestExpectation(connection=1), {"connection": 4}, []),
        (RequestExpectation(connection=1), {"connection": 5}, ["request.connection"]),
        (RequestExpectation(connection=2), {"connection": 4}, ["request.connection"]),
        (RequestExpectation(after_seconds=0.5), {"started": 10.5}, []),
        (RequestExpectation(after_seconds=0.5), {"started": 10.4}, ["request.after_seconds"]),
        (RequestExpectation(same=("body",)), {}, []),
        (RequestExpectation(same=("body",)), {"body": b"1"}, ["request.same"]),
        (RequestExpectation(same=("x-id",)), {}, []),
        (RequestExpectation(same=("x-id",)), {"headers": (("X-Id", "2"),)}, ["request.same"]),
        (RequestExpectation(same=("x-id",)), {"headers": ()}, ["request.same"]),
        (RequestExpectation(distinct=("x-id",)), {}, ["request.distinct"]),
        (RequestExpectation(distinct=("x-id",)), {"headers": (("X-Id", "2"),)}, []),
        (RequestExpectation(method="PUT"), {}, ["request.method"]),
    ],
)
def test_second_request(  # noqa: PLR0917
    case: Make,
    evidence: Make,
    exchange: Make,
    codes: Codes,
    second: RequestExpectation,
    changes: dict[str, object],
    expected: list[str],
) -> None:
    """A request of a sequence is compared with its own expectation, and with those before it."""
    common = {"headers": (("x-id", "1"),), "connection": 4, "started": 10.0}
    made = (exchange(**common), exchange(**{**common, **changes}))
    found = codes(case(sequence(ANY, second), repeat=1), evidence(exchanges=made))
    assert [code for _, code in found] == expected


def test_reply_of_an_abandoned_attempt(
    case: Make, evidence: Make, codes: Codes, exchange: Make
) -> None:
    """A reply that the client was to abandon need not be taken; that of another attempt does."""
    left = exchange(ending=Ending.ABANDONED)
    given_up = RequestExpectation(abandoned=True)
    made = case(sequence(given_up, ANY), repeat=1)
    assert codes(made, evidence(exchanges=(left, exchange()))) == []
    found = codes(made, evidence(exchanges=(left, left)))
    assert found == [("endpoint", "reply-taken")]


def test_length_of_a_sequence(case: Make, evidence: Make, codes: Codes) -> None:
    """There must be as many requests as the sequence has elements."""
    assert codes(case(sequence(ANY, ANY)), evidence()) == [("endpoint", "request-count")]


@pytest.mark.parametrize(("most", "expected"), [(1, ["connection-count"]), (2, [])])
def test_most_connections(  # noqa: PLR0917
    case: Make, evidence: Make, exchange: Make, codes: Codes, most: int, expected: list[str]
) -> None:
    """Requests may come on so many connections at most."""
    expect = Expectation(predictions=[1.5], requests=2, most_connections=most)
    made = (exchange(connection=1), exchange(connection=2))
    assert [code for _, code in codes(case(expect), evidence(exchanges=made))] == expected


@pytest.mark.parametrize(
    ("at_once", "rows", "expected"),
    [
        (False, (1, 2), []),
        (False, (2, 1), ["request.body", "request.body"]),
        (True, (2, 1), []),
        (True, (3, 1), ["request.body"]),
    ],
)
def test_one_row_each(  # noqa: PLR0917
    case: Make,
    evidence: Make,
    exchange: Make,
    codes: Codes,
    at_once: bool,
    rows: tuple[int, ...],
    expected: list[str],
) -> None:
    """Each request has its own row; in order, unless the calls are made at the same time."""
    expect = Expectation(predictions=[1.5], requests=2, request=RequestExpectation(body=True))
    call = {"rows": ((1.0,), (2.0,)), "repeat": 2, "one_row_each": True, "at_once": at_once}
    made: tuple[Exchange, ...] = tuple(
        exchange(body=b'{"data": [[%d]]}' % row, started=float(number))
        for number, row in enumerate(rows)
    )
    found = [code for _, code in codes(case(expect, **call), evidence(exchanges=made))]
    assert [code for code in found if code == "request.body"] == expected
