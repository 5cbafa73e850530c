"""The endpoint's evidence: how many requests there were, on how many connections, and each one.

A field of `expect.request` has one check here, in the table at the end of this file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from scoreline.formats.json import Json, has_more_values, parse
from scoreline.judge.numbers import MOST_DIFFERENCES, Difference, differences
from scoreline.protocol.message import shorten
from scoreline.results.bounds import (
    MOST_BYTES,
    MOST_BYTES_OF_SERVICE,
    MOST_BYTES_READ,
    MOST_EXCHANGES,
    MOST_VALUES,
)
from scoreline.results.evidence import Evidence
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.verdict import Mismatch, Witness
from scoreline.suite.case import SENT_KEY, SENT_TARGET, Call, Case, Expectation, RequestExpectation
from scoreline.suite.vector import request_of

_UNSET: Final = RequestExpectation()
"""What a field is if the case does not set it."""

_TOO_LONG: Final = 413

_LONGEST_MATCHED: Final = 1_000
"""Characters of a header that a pattern is tried on: some take quadratic time to fail."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What a check may need besides the request.

    Attributes:
        call: what the client was asked to do.
        evidence: the evidence, with the target and the key that the client was given.
        body_errors: what the service's request schema does not allow in a body.
        expected_requests: how many requests the case expects.
    """

    call: Call
    evidence: Evidence
    body_errors: Callable[[Json], Iterable[str]]
    expected_requests: int


def traffic(
    case: Case, evidence: Evidence, body_errors: Callable[[Json], Iterable[str]]
) -> Iterator[Mismatch]:
    """Every mismatch in what the endpoint saw.

    Args:
        case: what was called, and what the endpoint must see.
        evidence: what it saw.
        body_errors: what the service's request schema does not allow in a body.
    """
    yield from _counts(case.expect, evidence.testimony.exchanges)
    if case.expect.request is not None:
        context = _Context(case.call, evidence, body_errors, case.expect.requests)
        yield from _requests(case.expect.request, context)


def _counts(expect: Expectation, exchanges: Sequence[Exchange]) -> Iterator[Mismatch]:
    if len(exchanges) != expect.requests:
        most = MOST_EXCHANGES
        found = str(len(exchanges)) if len(exchanges) <= most else f"more than {most}"
        yield _mismatch("request-count", "requests", str(expect.requests), found)
    connections = len({exchange.connection for exchange in exchanges})
    if expect.connections is not None and connections != expect.connections:
        expected = str(expect.connections)
        yield _mismatch("connection-count", "connections", expected, str(connections))
    for exchange in exchanges:
        if _was_refused(exchange):
            expected = f"at most {MOST_BYTES_READ} bytes"
            yield _mismatch("body-too-long", "request", expected, "more, which were answered 413")
        elif exchange.omitted:
            expected = f"at most {MOST_BYTES} bytes, and {MOST_BYTES_OF_SERVICE} in a case"
            yield _mismatch("omitted", "request", expected, f"{exchange.omitted} bytes not kept")
    if expect.error is None:
        for exchange in exchanges:
            if exchange.ending is not Ending.REPLIED:
                yield _mismatch("reply-taken", "reply", "read completely", exchange.ending.value)


def _was_refused(exchange: Exchange) -> bool:
    """Whether the endpoint read no further, since the body was too long."""
    size = len(exchange.body) + exchange.omitted
    return exchange.status == _TOO_LONG and size > MOST_BYTES_READ


def _requests(expect: RequestExpectation, context: _Context) -> Iterator[Mismatch]:
    exchanges = context.evidence.testimony.exchanges
    # That there are too many is a mismatch of its own; a few of the others show what they were.
    for exchange in exchanges[: context.expected_requests + MOST_DIFFERENCES]:
        for field, check in EACH_REQUEST.items():
            if (value := getattr(expect, field)) != getattr(_UNSET, field):
                for difference in check(value, exchange, context):
                    yield _mismatch(f"request.{field}", *difference)
    for field, compare in ALL_REQUESTS.items():
        if (value := getattr(expect, field)) != getattr(_UNSET, field):
            for difference in compare(value, exchanges):
                yield _mismatch(f"request.{field}", *difference)


def _method(expected: str, exchange: Exchange, _: _Context) -> Iterator[Difference]:
    if exchange.method != expected:
        yield "method", expected, exchange.method


def _target(expected: str, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    target = expected.replace(SENT_TARGET, context.evidence.target)
    if exchange.target != target:
        yield "target", target, exchange.target


def _headers(
    expected: Mapping[str, str], exchange: Exchange, context: _Context
) -> Iterator[Difference]:
    for name, value in expected.items():
        wanted = value.replace(SENT_KEY, context.evidence.key)
        if exchange.header(name) != (wanted,):
            yield f"header {name}", repr(wanted), _values(exchange.header(name))


def _matches(expected: Mapping[str, str], exchange: Exchange, _: _Context) -> Iterator[Difference]:
    for name, pattern in expected.items():
        values = exchange.header(name)
        (value,) = values if len(values) == 1 else ("",)
        fits = len(values) == 1 and len(value) <= _LONGEST_MATCHED
        if not fits or not re.fullmatch(pattern, value):
            yield f"header {name}", f"one value that matches {pattern}", _values(values)


def _without(names: Sequence[str], exchange: Exchange, _: _Context) -> Iterator[Difference]:
    for name in names:
        if exchange.header(name):
            yield f"header {name}", "nothing", _values(exchange.header(name))


def _valid(_expected: bool, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    try:
        document = parse(exchange.body)
    except ValueError as error:
        yield "body", "JSON", str(error)
        return
    if has_more_values(document, MOST_VALUES):
        yield "body", f"at most {MOST_VALUES} values", "more"
        return
    for message in islice(context.body_errors(document), MOST_DIFFERENCES):
        yield "body", "valid by the schema service/request", shorten(message)


def _body(_expected: bool, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    """Compares the body with the JSON value of the call, bit for bit."""
    try:
        found = parse(exchange.body)
    except ValueError as error:
        text = shorten(exchange.body.decode("utf-8", "replace"))
        yield "body", "JSON", f"{text!r} ({error})"
        return
    yield from differences(_given(context.call), found, 0.0, "body", limit=MOST_DIFFERENCES)


def _given(call: Call) -> Json:
    if call.stdin is not None:
        return parse(call.stdin)
    if call.rows is not None:
        return request_of(call.rows)
    payload: Json = call.payload
    return payload


def _distinct(names: Sequence[str], exchanges: Sequence[Exchange]) -> Iterator[Difference]:
    for name in names:
        values = {exchange.header(name) for exchange in exchanges} - {()}
        if len(values) != len(exchanges):
            found = f"{len(values)} distinct in {len(exchanges)} requests"
            yield f"header {name}", "a different value in each request", found


def _values(values: tuple[str, ...]) -> str:
    return ", ".join(map(repr, values)) or "nothing"


def _mismatch(code: str, subject: str, expected: str, found: str) -> Mismatch:
    return Mismatch(code, Witness.ENDPOINT, subject, expected, found)


EACH_REQUEST: Final[Mapping[str, Callable[[Any, Exchange, _Context], Iterator[Difference]]]] = {
    "method": _method,
    "target": _target,
    "headers": _headers,
    "matches": _matches,
    "without": _without,
    "valid": _valid,
    "body": _body,
}
"""By field of `expect.request`: the check of one request. Called if the case sets the field."""

ALL_REQUESTS: Final[Mapping[str, Callable[[Any, Sequence[Exchange]], Iterator[Difference]]]] = {
    "distinct": _distinct,
}
"""By field of `expect.request`: the comparison of all requests with each other."""
