"""What the endpoint saw against what it had to see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scoreline.results.evidence import Evidence
from scoreline.results.exchange import Ending, Exchange
from scoreline.suite.case import Case, Door, Expectation, RequestExpectation

Make = Callable[..., Exchange]
Judged = list[tuple[str, str, str, str]]
Judge = Callable[[Case, Evidence], Judged]


@pytest.fixture
def looked_at(
    case: Callable[..., Case], evidence: Callable[..., Evidence], judged: Judge
) -> Callable[..., Judged]:
    """Judges exchanges by what is expected of each request."""

    def look(
        request: RequestExpectation | None,
        *exchanges: Exchange,
        call: dict[str, object] | None = None,
        **expect: object,
    ) -> Judged:
        expectation = Expectation(predictions=[1.5], request=request, **expect)  # type: ignore[arg-type]
        return judged(case(expectation, **(call or {})), evidence(exchanges=exchanges))

    return look


@pytest.mark.parametrize(
    ("expected", "seen"), [(1, 0), (1, 2), (20, 19)], ids=["none", "twice", "one too few"]
)
def test_number_of_requests(
    looked_at: Callable[..., Judged], exchange: Make, expected: int, seen: int
) -> None:
    """The endpoint has seen as many requests as were due, neither fewer nor more."""
    found = looked_at(None, *(exchange() for _ in range(seen)), requests=expected)
    assert ("endpoint", "requests", str(expected), str(seen)) in found


def test_number_of_connections(looked_at: Callable[..., Judged], exchange: Make) -> None:
    """Where it is looked at, requests come on as many connections as the case says."""
    seen = [exchange(connection=number) for number in (1, 2, 2)]
    assert looked_at(None, *seen, requests=3, connections=2) == []
    assert looked_at(None, *seen, requests=3) == []
    assert looked_at(None, *seen, requests=3, connections=1) == [
        ("endpoint", "connections", "1", "2")
    ]


@pytest.mark.parametrize("ending", [Ending.ABANDONED, Ending.CLOSED])
def test_reply_is_taken(looked_at: Callable[..., Judged], exchange: Make, ending: Ending) -> None:
    """Who has predictions has taken the whole reply: one that was given up is no evidence."""
    assert looked_at(None, exchange(ending=ending)) == [
        ("endpoint", "reply taken by the client", "whole", ending.value)
    ]


@pytest.mark.parametrize(
    ("expected", "seen", "mismatch"),
    [
        (RequestExpectation(method="POST"), {"method": "PUT"}, ("method", "POST", "PUT")),
        (
            RequestExpectation(target="${target}"),
            {"target": "/api/v1/service/made-up/score?key=1"},
            (
                "target",
                "/api/v1/service/made-up/score",
                "/api/v1/service/made-up/score?key=1",
            ),
        ),
        (RequestExpectation(target="/x"), {"target": "/X"}, ("target", "/x", "/X")),
        (
            RequestExpectation(headers={"Content-Type": "application/json"}),
            {"headers": {"content-type": "text/plain"}},
            ("header Content-Type", "'application/json'", "'text/plain'"),
        ),
        (
            RequestExpectation(headers={"Content-Type": "application/json"}),
            {"headers": {}},
            ("header Content-Type", "'application/json'", "nothing"),
        ),
        (
            RequestExpectation(headers={"Authorization": "Bearer x"}),
            {"headers": {"Authorization": "Bearer x", "authorization": "Bearer x"}},
            ("header Authorization", "'Bearer x'", "'Bearer x', 'Bearer x'"),
        ),
        (
            RequestExpectation(matches={"User-Agent": r"a/\d"}),
            {"headers": {"User-Agent": "a/1 more"}},
            ("header User-Agent", r"one value like a/\d", "'a/1 more'"),
        ),
        (
            RequestExpectation(without=("Authorization",)),
            {"headers": {"Authorization": ""}},
            ("header Authorization", "nothing", "''"),
        ),
        (
            RequestExpectation(valid=True),
            {"body": b'{"data": [["1"]]}'},
            ("body", "valid against service/request", "'1' is not of type 'number'"),
        ),
        (
            RequestExpectation(body=True),
            {"body": b'{"data": [[1.5]]}'},
            ("body.data[0][0]", "1.0", "1.5"),
        ),
        (
            RequestExpectation(body=True),
            {"body": b'{"data": [[1.0]], "a": 1}'},
            ("body.a", "nothing", "1"),
        ),
    ],
)
def test_each_request(
    looked_at: Callable[..., Judged],
    exchange: Make,
    expected: RequestExpectation,
    seen: dict[str, object],
    mismatch: tuple[str, str, str],
) -> None:
    """A request that is not as expected is told with what was expected and what was found."""
    assert looked_at(expected, exchange(**seen)) == [("endpoint", *mismatch)]


def test_every_request_is_looked_at(looked_at: Callable[..., Judged], exchange: Make) -> None:
    """The second request is looked at like the first, and the same mismatch is told once."""
    expected, wrong = RequestExpectation(method="POST"), exchange(method="PUT")
    told = [("endpoint", "method", "POST", "PUT")]
    assert looked_at(expected, exchange(), wrong, requests=2) == told
    assert looked_at(expected, wrong, wrong, requests=2) == told


def test_request_as_expected(looked_at: Callable[..., Judged], exchange: Make, key: str) -> None:
    """A request that is all it should be has no mismatch; names of headers have no case."""
    expected = RequestExpectation(
        method="POST",
        target="${target}",
        headers={"content-type": "application/json", "AUTHORIZATION": "Bearer ${key}"},
        matches={"Authorization": f"Bearer {key[:20]}[0-9a-f]+"},
        without=("x-none",),
        valid=True,
        body=True,
    )
    assert looked_at(expected, exchange()) == []


@pytest.mark.parametrize("body", [b"", b"\xff", b"data=1", b'{"data": [[NaN]]}', b"[" * 5000])
def test_body_that_is_no_json(
    looked_at: Callable[..., Judged], exchange: Make, body: bytes
) -> None:
    """A body that is no JSON is a mismatch, and stops nothing."""
    for request in (RequestExpectation(valid=True), RequestExpectation(body=True)):
        ((witness, subject, expected, _),) = looked_at(request, exchange(body=body))
        assert (witness, subject, expected) == ("endpoint", "body", "JSON")


def test_many_differences_are_counted(looked_at: Callable[..., Judged], exchange: Make) -> None:
    """Of a body that differs everywhere five numbers are listed, and the rest is counted."""
    call = {"rows": (tuple(map(float, range(100))),)}
    body = b'{"data": [[' + b",".join([b"0.5"] * 100) + b"]]}"
    found = looked_at(RequestExpectation(body=True), exchange(body=body), call=call)
    assert len(found) == 6
    assert found[-1] == ("endpoint", "body", "no more differences", "95 more")


@pytest.mark.parametrize(
    "call",
    [
        {"rows": None, "payload": {"a": 1.0}},
        {"rows": None, "stdin": b' {"a" : 1.0}\n', "door": Door.ONE_SHOT},
    ],
)
def test_body_of_payload_and_standard_input(
    looked_at: Callable[..., Judged], exchange: Make, call: dict[str, object]
) -> None:
    """The body is the JSON value that the call gave, whichever way it gave it."""
    expected = RequestExpectation(body=True)
    assert looked_at(expected, exchange(body=b'{"a":1}'), call=call) == []
    assert looked_at(expected, exchange(body=b'{"a":2}'), call=call) != []


def test_distinct_headers(looked_at: Callable[..., Judged], exchange: Make) -> None:
    """A header that must be fresh differs in all requests, and is there in all."""
    expected = RequestExpectation(distinct=("x-id",))
    seen = [exchange({"x-id": value}) for value in ("a", "b", "a")]
    assert looked_at(expected, *seen[:2], requests=2) == []
    assert looked_at(expected, *seen, requests=3) == [
        ("endpoint", "header x-id", "another value in each request", "2 in 3 requests")
    ]
    assert looked_at(expected, exchange({}), exchange({"x-id": "a"}), requests=2) == [
        ("endpoint", "header x-id", "another value in each request", "1 in 2 requests")
    ]
