"""What the endpoint saw against what it had to see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from scoreline.formats.json import Json, parse
from scoreline.judge.numbers import differences
from scoreline.protocol.message import shorten
from scoreline.results.evidence import Evidence
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.verdict import Mismatch, Witness
from scoreline.suite.case import SENT_KEY, SENT_TARGET, Call, Expectation, RequestExpectation

MOST_DIFFERENCES = 5
"""How many differing numbers of one body are listed; the rest is counted."""


def traffic(expect: Expectation, evidence: Evidence) -> Iterator[Mismatch]:
    """How many requests came, on how many connections, and whether each ended whole."""
    exchanges = evidence.exchanges
    if len(exchanges) != expect.requests:
        yield _mismatch("requests", str(expect.requests), str(len(exchanges)))
    connections = len({exchange.connection for exchange in exchanges})
    if expect.connections is not None and connections != expect.connections:
        yield _mismatch("connections", str(expect.connections), str(connections))
    if expect.error is None:
        for exchange in exchanges:
            if exchange.ending is not Ending.REPLIED:
                yield _mismatch("reply taken by the client", "whole", exchange.ending.value)


def requests(
    expect: RequestExpectation,
    call: Call,
    evidence: Evidence,
    body_errors: Callable[[Json], Sequence[str]],
) -> Iterator[Mismatch]:
    """Each request against what the case says of it.

    Args:
        expect: what each request must be.
        call: what the client was asked to do.
        evidence: what was seen.
        body_errors: what is wrong with a body by the service's request schema.
    """
    for exchange in evidence.exchanges:
        yield from _line(expect, exchange, evidence)
        yield from _headers(expect, exchange, evidence)
        if expect.valid:
            yield from _valid(exchange, body_errors)
        if expect.body:
            yield from body(call, exchange)
    for name in expect.distinct:
        values = {exchange.header(name) for exchange in evidence.exchanges} - {()}
        if len(values) != len(evidence.exchanges):
            count = f"{len(values)} in {len(evidence.exchanges)} requests"
            yield _mismatch(f"header {name}", "another value in each request", count)


def body(call: Call, exchange: Exchange) -> Iterator[Mismatch]:
    """The body against the JSON value that the call gave, numbers to the bit."""
    try:
        found = parse(exchange.body)
    except ValueError as error:
        yield _mismatch(
            "body", "JSON", f"{shorten(exchange.body.decode('utf-8', 'replace'))!r} ({error})"
        )
        return
    given = _given(call)
    rows = list(differences(given, found, 0.0, "body"))
    for place, expected, value in rows[:MOST_DIFFERENCES]:
        yield _mismatch(place, expected, value)
    if len(rows) > MOST_DIFFERENCES:
        yield _mismatch("body", "no more differences", f"{len(rows) - MOST_DIFFERENCES} more")


def _given(call: Call) -> Json:
    if call.stdin is not None:
        return parse(call.stdin)
    if call.rows is not None:
        return {"data": [list(row) for row in call.rows]}
    return call.payload


def _line(expect: RequestExpectation, exchange: Exchange, evidence: Evidence) -> Iterator[Mismatch]:
    if expect.method is not None and exchange.method != expect.method:
        yield _mismatch("method", expect.method, exchange.method)
    if expect.target is not None:
        target = expect.target.replace(SENT_TARGET, evidence.target)
        if exchange.target != target:
            yield _mismatch("target", target, exchange.target)


def _headers(
    expect: RequestExpectation, exchange: Exchange, evidence: Evidence
) -> Iterator[Mismatch]:
    for name, value in expect.headers.items():
        wanted = value.replace(SENT_KEY, evidence.key)
        if exchange.header(name) != (wanted,):
            yield _mismatch(f"header {name}", repr(wanted), _values(exchange.header(name)))
    for name, pattern in expect.matches.items():
        values = exchange.header(name)
        if len(values) != 1 or not re.fullmatch(pattern, values[0]):
            yield _mismatch(f"header {name}", f"one value like {pattern}", _values(values))
    for name in expect.without:
        if exchange.header(name):
            yield _mismatch(f"header {name}", "nothing", _values(exchange.header(name)))


def _valid(exchange: Exchange, body_errors: Callable[[Json], Sequence[str]]) -> Iterator[Mismatch]:
    try:
        document = parse(exchange.body)
    except ValueError as error:
        yield _mismatch("body", "JSON", str(error))
        return
    for message in body_errors(document)[:MOST_DIFFERENCES]:
        yield _mismatch("body", "valid against service/request", shorten(message))


def _values(values: tuple[str, ...]) -> str:
    return ", ".join(map(repr, values)) or "nothing"


def _mismatch(subject: str, expected: str, found: str) -> Mismatch:
    return Mismatch(Witness.ENDPOINT, subject, expected, found)
