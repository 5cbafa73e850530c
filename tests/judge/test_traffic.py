"""What the endpoint saw against what it must see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import pytest

from scoreline.judge.traffic import ALL_REQUESTS, EACH_REQUEST
from scoreline.protocol.manifest import Mode
from scoreline.protocol.operation import Operation
from scoreline.results.evidence import Evidence
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.verdict import Mismatch
from scoreline.suite.case import Case
from scoreline.suite.expectation import Expectation, RequestExpectation

Make = Callable[..., Exchange]
Found = list[tuple[str, str, str, str]]


@pytest.fixture
def looked_at(
    case: Callable[..., Case],
    evidence: Callable[..., Evidence],
    mismatches: Callable[[Case, Evidence], tuple[Mismatch, ...]],
) -> Callable[..., Found]:
    """Judges exchanges by what is expected of each request; lists the endpoint's mismatches."""

    def look(
        request: RequestExpectation | None,
        *exchanges: Exchange,
        call: dict[str, object] | None = None,
        **expect: object,
    ) -> Found:
        expectation = Expectation(predictions=[1.5], request=request, **expect)  # type: ignore[arg-type]
        found = mismatches(case(expectation, **(call or {})), evidence(exchanges=exchanges))
        assert {one.witness.value for one in found} <= {"endpoint"}
        return [(one.code, one.subject, one.expected, one.found) for one in found]

    return look


def test_every_field_has_a_check() -> None:
    """A field of `expect.request` that the judge ignores would prove nothing."""
    declared = [field.name for field in fields(RequestExpectation)]
    assert sorted([*EACH_REQUEST, *ALL_REQUESTS]) == sorted(declared)


@pytest.mark.parametrize(
    ("expected", "seen"), [(1, 0), (1, 2), (20, 19)], ids=["none", "twice", "one too few"]
)
def test_number_of_requests(
    looked_at: Callable[..., Found], exchange: Make, expected: int, seen: int
) -> None:
    """The endpoint must receive exactly as many requests as expected."""
    found = looked_at(None, *(exchange() for _ in range(seen)), requests=expected)
    assert ("request-count", "requests", str(expected), str(seen)) in found


def test_number_of_connections(looked_at: Callable[..., Found], exchange: Make) -> None:
    """Requests must come on as many connections as the case says, if it says so."""
    seen = [exchange(connection=number) for number in (1, 2, 2)]
    assert looked_at(None, *seen, requests=3, connections=2) == []
    assert looked_at(None, *seen, requests=3) == []
    assert looked_at(None, *seen, requests=3, connections=1) == [
        ("connection-count", "connections", "1", "2")
    ]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (RequestExpectation(method=""), "request.method"),
        (RequestExpectation(target=""), "request.target"),
        (RequestExpectation(headers={"Content-Type": ""}), "request.headers"),
        (RequestExpectation(matches={"Content-Type": ""}), "request.matches"),
    ],
    ids=["method", "target", "headers", "matches"],
)
def test_empty_expectations_are_compared(
    looked_at: Callable[..., Found], exchange: Make, request_: RequestExpectation, code: str
) -> None:
    """An expected empty string is compared like any other, and not taken for a missing one."""
    assert [found[0] for found in looked_at(request_, exchange())] == [code]


@pytest.mark.parametrize("field", [*EACH_REQUEST, *ALL_REQUESTS])
@pytest.mark.parametrize("value", ["", 0, 0.0, [], {}, None, False], ids=repr)
def test_every_value_that_is_set_is_compared(
    looked_at: Callable[..., Found],
    exchange: Make,
    monkeypatch: pytest.MonkeyPatch,
    field: str,
    value: object,
) -> None:
    """A check is called for every value other than that of a field that the case does not set."""
    asked: list[object] = []

    def check(expected: object, *_: object) -> Iterator[tuple[str, str, str]]:
        asked.append(expected)
        yield "it", "nothing", "a call"

    for table in (EACH_REQUEST, ALL_REQUESTS):
        if field in table:
            monkeypatch.setitem(table, field, check)  # type: ignore[arg-type]  # a dict
    looked_at(replace(RequestExpectation(), **{field: value}), exchange())  # type: ignore[arg-type]
    unset = value == getattr(RequestExpectation(), field)
    assert asked == ([] if unset else [value])


@pytest.mark.parametrize("ending", [Ending.ABANDONED, Ending.CLOSED])
def test_reply_is_taken(looked_at: Callable[..., Found], exchange: Make, ending: Ending) -> None:
    """A client that returns predictions must have read the whole reply."""
    ((code, _, _, found),) = looked_at(None, exchange(ending=ending))
    assert (code, found) == ("reply-taken", ending.value)


@pytest.mark.parametrize(
    ("expected", "seen", "mismatch"),
    [
        (
            RequestExpectation(method="POST"),
            {"method": "PUT"},
            ("request.method", "method", "POST", "PUT"),
        ),
        (
            RequestExpectation(target="${target}"),
            {"target": "/api/v1/service/made-up/score?key=1"},
            (
                "request.target",
                "target",
                "/api/v1/service/made-up/score",
                "/api/v1/service/made-up/score?key=1",
            ),
        ),
        (
            RequestExpectation(target="/x"),
            {"target": "/X"},
            ("request.target", "target", "/x", "/X"),
        ),
        (
            RequestExpectation(headers={"Content-Type": "application/json"}),
            {"headers": {"content-type": "text/plain"}},
            ("request.headers", "header Content-Type", "'application/json'", "'text/plain'"),
        ),
        (
            RequestExpectation(headers={"Content-Type": "application/json"}),
            {"headers": {}},
            ("request.headers", "header Content-Type", "'application/json'", "nothing"),
        ),
        (
            RequestExpectation(headers={"Authorization": "Bearer x"}),
            {"headers": {"Authorization": "Bearer x", "authorization": "Bearer x"}},
            ("request.headers", "header Authorization", "'Bearer x'", "'Bearer x', 'Bearer x'"),
        ),
        (
            RequestExpectation(without=("Authorization",)),
            {"headers": {"Authorization": ""}},
            ("request.without", "header Authorization", "nothing", "''"),
        ),
        (
            RequestExpectation(body=True),
            {"body": b'{"data": [[1.5]]}'},
            ("request.body", "body.data[0][0]", "1.0", "1.5"),
        ),
        (
            RequestExpectation(body=True),
            {"body": b'{"data": [[1.0]], "a": 1}'},
            ("request.body", "body.a", "nothing", "1"),
        ),
    ],
)
def test_each_request(
    looked_at: Callable[..., Found],
    exchange: Make,
    expected: RequestExpectation,
    seen: dict[str, object],
    mismatch: tuple[str, str, str, str],
) -> None:
    """A mismatch names the field of the case, what was expected and what was found."""
    assert looked_at(expected, exchange(**seen)) == [mismatch]


def test_header_that_does_not_match(looked_at: Callable[..., Found], exchange: Make) -> None:
    """The regular expression must match the whole of the only value."""
    expected = RequestExpectation(matches={"User-Agent": r"a/\d"})
    assert looked_at(expected, exchange({"User-Agent": "a/1"})) == []
    for headers in ({"User-Agent": "a/1 more"}, {"User-Agent": "a/1", "user-agent": "a/2"}, {}):
        ((code, subject, wanted, _),) = looked_at(expected, exchange(headers))
        assert (code, subject) == ("request.matches", "header User-Agent")
        assert r"a/\d" in wanted


def test_body_that_breaks_the_schema(looked_at: Callable[..., Found], exchange: Make) -> None:
    """A body must be valid by the service's request schema, if the case says so."""
    seen = exchange(body=b'{"data": [["1"]]}')
    ((code, subject, wanted, _),) = looked_at(RequestExpectation(valid=True), seen)
    assert (code, subject) == ("request.valid", "body")
    assert "service/request" in wanted


def test_every_request_is_judged(looked_at: Callable[..., Found], exchange: Make) -> None:
    """The second request is judged like the first, and the same mismatch is listed once."""
    expected, wrong = RequestExpectation(method="POST"), exchange(method="PUT")
    mismatch = [("request.method", "method", "POST", "PUT")]
    assert looked_at(expected, exchange(), wrong, requests=2) == mismatch
    assert looked_at(expected, wrong, wrong, requests=2) == mismatch


def test_request_as_expected(looked_at: Callable[..., Found], exchange: Make, key: str) -> None:
    """A right request has no mismatch; the case of a header's name does not matter."""
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
def test_body_that_is_not_json(
    looked_at: Callable[..., Found], exchange: Make, body: bytes
) -> None:
    """It is one mismatch, whichever way the body is compared."""
    for field in ("valid", "body"):
        ((code, subject, wanted, _),) = looked_at(
            RequestExpectation(**{field: True}), exchange(body=body)
        )
        assert (code, subject, wanted) == (f"request.{field}", "body", "JSON")


def test_many_differences_are_counted(looked_at: Callable[..., Found], exchange: Make) -> None:
    """If all numbers of a body differ, five are listed and the others counted."""
    call = {"rows": (tuple(map(float, range(100))),)}
    body = b'{"data": [[' + b",".join([b"0.5"] * 100) + b"]]}"
    found = looked_at(RequestExpectation(body=True), exchange(body=body), call=call)
    assert len(found) == 6
    assert found[-1][:2] == ("request.body", "body")
    assert "95" in found[-1][3]


@pytest.mark.parametrize(
    "call",
    [
        {"rows": None, "payload": {"a": 1.0}},
        {"rows": None, "stdin": ' {"a" : 1.0}\n', "mode": Mode.ONE_SHOT},
    ],
)
def test_body_of_payload_and_standard_input(
    looked_at: Callable[..., Found], exchange: Make, call: dict[str, object]
) -> None:
    """The body is compared with the call's JSON value, however the call gives it."""
    expected = RequestExpectation(body=True)
    assert looked_at(expected, exchange(body=b'{"a":1}'), call=call) == []
    assert looked_at(expected, exchange(body=b'{"a":2}'), call=call) != []


@pytest.mark.parametrize(
    ("call", "sent"),
    [
        ({"rows": None, "body": ' {"a":1}\xff', "content_type": "image/png"}, b' {"a":1}\xff'),
        ({"rows": None, "operation": Operation.HEALTH}, b""),
    ],
)
def test_body_of_bytes_and_of_no_score(
    looked_at: Callable[..., Found], exchange: Make, call: dict[str, object], sent: bytes
) -> None:
    """Bytes are compared byte by byte, and what is no score sends none."""
    expected = RequestExpectation(body=True)
    assert looked_at(expected, exchange(body=sent), call=call) == []
    ((code, subject, wanted, found),) = looked_at(expected, exchange(body=b'{"a":1}'), call=call)
    assert (code, subject) == ("request.body", "body")
    assert (wanted, found) == (repr(sent), repr(b'{"a":1}'))


def test_distinct_headers(looked_at: Callable[..., Found], exchange: Make) -> None:
    """A distinct header is in every request, each time with a different value."""
    expected = RequestExpectation(distinct=("x-id",))
    seen = [exchange({"x-id": value}) for value in ("a", "b", "a")]
    assert looked_at(expected, *seen[:2], requests=2) == []
    for wrong in (seen, [exchange({}), exchange({"x-id": "a"})]):
        ((code, subject, _, _),) = looked_at(expected, *wrong, requests=len(wrong))
        assert (code, subject) == ("request.distinct", "header x-id")
