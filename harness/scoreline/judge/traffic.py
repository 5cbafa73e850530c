"""The endpoint's evidence: how many requests there were, on how many connections, and each one.

A field of `expect.request` has one check here, in the table at the end of this file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from scoreline.formats.json import Json, has_more_values, parse, repeated_member
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
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.expansion import filled
from scoreline.suite.expectation import Expectation, RequestExpectation
from scoreline.suite.step import Step
from scoreline.suite.vector import request_of

_UNSET: Final = RequestExpectation()
"""What a field is if the case does not set it."""

_BODY: Final = "body"
"""In `same`: the body, and not a header of that name."""

_TOO_LONG: Final = 413

_LONGEST_MATCHED: Final = 1_000
"""Characters of a header that a pattern is tried on: some take quadratic time to fail."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What a check may need besides the request.

    Attributes:
        call: what the client was asked to do; None for another message.
        place: of the request among those of the step, from 0.
        exchanges: the requests of the step.
        evidence: what placeholders and names of services stand for.
        body_errors: what the service's request schema does not allow in a body.
    """

    call: Call | None
    place: int
    exchanges: Sequence[Exchange]
    evidence: Evidence
    body_errors: Callable[[Json], Iterable[str]]


def traffic(
    step: Step,
    exchanges: Sequence[Exchange],
    evidence: Evidence,
    body_errors: Callable[[Json], Iterable[str]],
) -> Iterator[Mismatch]:
    """Every mismatch in what the endpoint saw of a step.

    Args:
        step: what was done, and what the endpoint must see.
        exchanges: what it saw.
        evidence: what placeholders and names of services stand for.
        body_errors: what the service's request schema does not allow in a body.
    """
    expect = step.expect
    if not step.shares_requests:
        yield from _counts(expect, exchanges, evidence)
    if expect.error is None:
        given_up = {place for place, one in enumerate(expect.sequence) if one.abandoned}
        for place, exchange in enumerate(_of(step, exchanges, evidence)):
            if exchange.ending is not Ending.REPLIED and place not in given_up:
                yield _mismatch("reply-taken", "reply", "read completely", exchange.ending.value)
    yield from _requests(expect, _Context(step.call, 0, exchanges, evidence, body_errors))


def _of(step: Step, exchanges: Sequence[Exchange], evidence: Evidence) -> Sequence[Exchange]:
    """The exchanges of a step; of one that shares them with others, those with its service."""
    if not step.shares_requests or step.call is None:
        return exchanges
    names, to = evidence.services, step.call.to
    return [exchange for exchange in exchanges if names.get(exchange.service) == to]


def together(case: Case, evidence: Evidence) -> Iterator[Mismatch]:
    """Every mismatch in what the endpoint saw of all steps of a case together."""
    exchanges = evidence.testimony.exchanges
    yield from _counts(case.expect, exchanges, evidence)
    yield from _requests(case.expect, _Context(None, 0, exchanges, evidence, lambda _: ()))


def _requests(expect: Expectation, context: _Context) -> Iterator[Mismatch]:
    exchanges = context.exchanges
    if expect.request is not None:
        # That there are too many is a mismatch of its own; a few of them show what they were.
        for place, exchange in enumerate(exchanges[: expect.requests + MOST_DIFFERENCES]):
            yield from _request(expect.request, exchange, replace(context, place=place))
        yield from _compared(expect.request, exchanges)
    for place, (one, exchange) in enumerate(zip(expect.sequence, exchanges, strict=False)):
        yield from _request(one, exchange, replace(context, place=place))
        yield from _compared(one, exchanges[: place + 1])


def kept(exchanges: Iterable[Exchange]) -> Iterator[Mismatch]:
    """A mismatch for each request of which not every byte was kept."""
    for exchange in exchanges:
        if _was_refused(exchange):
            expected = f"at most {MOST_BYTES_READ} bytes"
            yield _mismatch("body-too-long", "request", expected, "more, which were answered 413")
        elif exchange.omitted:
            expected = f"at most {MOST_BYTES} bytes, and {MOST_BYTES_OF_SERVICE} in a case"
            yield _mismatch("omitted", "request", expected, f"{exchange.omitted} bytes not kept")


def _counts(
    expect: Expectation, exchanges: Sequence[Exchange], evidence: Evidence
) -> Iterator[Mismatch]:
    if len(exchanges) != expect.requests:
        most = MOST_EXCHANGES
        found = str(len(exchanges)) if len(exchanges) <= most else f"more than {most}"
        found += _by_service(exchanges, evidence)
        yield _mismatch("request-count", "requests", str(expect.requests), found)
    connections = len({exchange.connection for exchange in exchanges})
    if expect.connections is not None and connections != expect.connections:
        expected = str(expect.connections)
        yield _mismatch("connection-count", "connections", expected, str(connections))
    if expect.most_connections is not None and connections > expect.most_connections:
        expected = f"at most {expect.most_connections}"
        yield _mismatch("connection-count", "connections", expected, str(connections))


def _by_service(exchanges: Sequence[Exchange], evidence: Evidence) -> str:
    """How many requests each service of a case received; empty if it has one service."""
    if len(evidence.services) == 1 or not exchanges:
        return ""
    counted = Counter(map(evidence.service_of, exchanges))
    parts = (f"{number} to the service {name}" for name, number in counted.items())
    return f": {', '.join(parts)}"


def _was_refused(exchange: Exchange) -> bool:
    """Whether the endpoint read no further, since the body was too long."""
    size = len(exchange.body) + exchange.omitted
    return exchange.status == _TOO_LONG and size > MOST_BYTES_READ


def _request(
    expect: RequestExpectation, exchange: Exchange, context: _Context
) -> Iterator[Mismatch]:
    """Every mismatch in one request."""
    for field, check in EACH_REQUEST.items():
        if (value := getattr(expect, field)) != getattr(_UNSET, field):
            for difference in check(value, exchange, context):
                yield _mismatch(f"request.{field}", *difference)


def _compared(expect: RequestExpectation, exchanges: Sequence[Exchange]) -> Iterator[Mismatch]:
    """Every mismatch between requests."""
    for field, compare in ALL_REQUESTS.items():
        if (value := getattr(expect, field)) != getattr(_UNSET, field):
            for difference in compare(value, exchanges):
                yield _mismatch(f"request.{field}", *difference)


def _filled(text: str, context: _Context) -> str:
    """A text with the placeholders of a running case replaced."""
    return str(filled(text, context.evidence.given))


def _method(expected: str, exchange: Exchange, _: _Context) -> Iterator[Difference]:
    if exchange.method != expected:
        yield "method", expected, exchange.method


def _target(expected: str, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    target = _filled(expected, context)
    if exchange.target != target:
        yield "target", target, exchange.target


def _headers(
    expected: Mapping[str, str], exchange: Exchange, context: _Context
) -> Iterator[Difference]:
    for name, value in expected.items():
        wanted = _filled(value, context)
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


def _only(names: Sequence[str], exchange: Exchange, _: _Context) -> Iterator[Difference]:
    allowed = {name.lower() for name in names}
    for name in dict.fromkeys(name for name, _ in exchange.headers):
        values = exchange.header(name)
        if name.lower() not in allowed:
            yield f"header {name}", "nothing", _values(values)
        elif len(values) > 1:
            yield f"header {name}", "one value", _values(values)


def _version(expected: str, exchange: Exchange, _: _Context) -> Iterator[Difference]:
    if exchange.version != expected:
        yield "version", expected, exchange.version


def _service(expected: str, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    name = context.evidence.service_of(exchange)
    if name != expected:
        yield "service", expected, name


def _connection(expected: int, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    numbers = list(dict.fromkeys(one.connection for one in context.exchanges))
    found = numbers.index(exchange.connection) + 1
    if found != expected:
        yield "connection", str(expected), str(found)


def _after(expected: float, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    # From the start of the exchange before: the client may have its reply before it is noted here.
    seconds = exchange.started - context.exchanges[context.place - 1].started
    if seconds < expected:
        yield "request", f"at least {expected:g} s after the one before", f"after {seconds:.3f} s"


def _abandoned(_expected: bool, exchange: Exchange, _: _Context) -> Iterator[Difference]:
    if exchange.ending is not Ending.ABANDONED:
        yield "connection", "closed by the client before the whole reply", exchange.ending.value


def _valid(_expected: bool, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    try:
        document = parse(exchange.body)
    except ValueError as error:
        yield "body", "JSON", str(error)
        return
    yield from _repeated(exchange)
    if has_more_values(document, MOST_VALUES):
        yield "body", f"at most {MOST_VALUES} values", "more"
        return
    for message in islice(context.body_errors(document), MOST_DIFFERENCES):
        yield "body", "valid by the schema service/request", shorten(message)


def _body(_expected: bool, exchange: Exchange, context: _Context) -> Iterator[Difference]:
    """Compares the body with what the call sends: bytes, nothing, or JSON, numbers bit for bit."""
    if context.call is not None and not context.call.sends_json:
        sent = context.call.octets
        if exchange.body != sent:
            yield "body", shorten(repr(sent)), shorten(repr(exchange.body))
        return
    try:
        found = parse(exchange.body)
    except ValueError as error:
        text = shorten(exchange.body.decode("utf-8", "replace"))
        yield "body", "JSON", f"{text!r} ({error})"
        return
    yield from _repeated(exchange)
    given = list(_given(context))
    if any(not any(differences(one, found, 0.0)) for one in given):
        return
    # At the same time, requests come in any order.
    expected = given[min(context.place, len(given) - 1)]
    yield from differences(expected, found, 0.0, "body", limit=MOST_DIFFERENCES)


def _given(context: _Context) -> Iterator[Json]:
    """The JSON values that a body may be."""
    call = context.call
    if call is None:
        return
    if call.stdin is not None:
        yield parse(call.stdin)
    elif call.rows is None:
        yield call.payload
    elif not call.one_row_each:
        yield request_of(call.rows)
    else:
        rows = call.rows[: call.repeat]
        chosen = rows if call.at_once else rows[context.place : context.place + 1]
        yield from (request_of((row,)) for row in chosen or rows[-1:])


def _repeated(exchange: Exchange) -> Iterator[Difference]:
    """A member that an object of the body has twice: readers disagree on which one counts."""
    if (name := repeated_member(exchange.body)) is not None:
        yield "body", "no member twice in an object", f"the member {shorten(name)!r} twice"


def _distinct(names: Sequence[str], exchanges: Sequence[Exchange]) -> Iterator[Difference]:
    for name in names:
        values = {exchange.header(name) for exchange in exchanges} - {()}
        if len(values) != len(exchanges):
            found = f"{len(values)} distinct in {len(exchanges)} requests"
            yield f"header {name}", "a different value in each request", found


def _same(names: Sequence[str], exchanges: Sequence[Exchange]) -> Iterator[Difference]:
    for name in names:
        if name == _BODY:
            found: set[object] = {exchange.body for exchange in exchanges}
        else:
            found = {exchange.header(name) for exchange in exchanges}
        missing = name != _BODY and () in found
        if len(found) > 1 or missing:
            values = f"{len(found)} different ones in {len(exchanges)} requests"
            yield name, "the same in each request", "missing" if missing else values


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
    "only": _only,
    "version": _version,
    "service": _service,
    "connection": _connection,
    "after_seconds": _after,
    "abandoned": _abandoned,
    "valid": _valid,
    "body": _body,
}
"""By field of `expect.request`: the check of one request. Called if the case sets the field."""

ALL_REQUESTS: Final[Mapping[str, Callable[[Any, Sequence[Exchange]], Iterator[Difference]]]] = {
    "distinct": _distinct,
    "same": _same,
}
"""By field of `expect.request`: the comparison of all requests with each other."""
