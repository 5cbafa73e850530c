"""A case in words, for `scoreline explain`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scoreline.formats.json import render
from scoreline.protocol.message import shorten
from scoreline.suite.case import Call, Case, Credentials, Door, Expectation, RequestExpectation
from scoreline.suite.requirement import Requirement
from scoreline.suite.service import Reply

_CREDENTIALS = {
    Credentials.RIGHT: "with the service's key",
    Credentials.WRONG: "with a wrong key",
    Credentials.NONE: "without a key",
}


def explain(case: Case, requirements: Mapping[str, Requirement]) -> Iterator[str]:
    """The case told line by line: why, what is done, what must come, what it proves."""
    yield f"{case.identifier}  ({case.level.value})"
    yield f"A client {case.title}."
    yield ""
    yield f"Why:      {case.why}"
    yield f"Service:  {'asks for a key' if case.authenticated else 'asks for no key'}"
    for reply in case.replies:
        yield f"          replies {_reply(reply)}"
    if not case.replies:
        yield "          the model answers"
    yield f"Call:     {_call(case.call)}"
    for number, line in enumerate(_expectations(case.expect)):
        yield f"{'Expects:' if number == 0 else '':<10}{line}"
    if case.needs:
        yield f"Needs:    {', '.join(case.needs)}"
    for identifier in case.requirements:
        requirement = requirements[identifier]
        yield f"Proves:   {identifier} ({requirement.level.value}): {requirement.text}"
        yield f"          from {requirement.source}"
    yield f"File:     schemas/cases/{case.file}"


def _reply(reply: Reply) -> str:
    if reply.raw is not None:
        text = reply.raw.decode("utf-8", "replace")
        return f"with the bytes {shorten(text)!r}, then closes" if text else "nothing, and closes"
    words = [str(reply.status)]
    words += [f"{name}: {value}" for name, value in reply.headers]
    words.append(f"body {shorten(reply.body.decode('utf-8', 'replace'))!r}")
    if reply.delay_seconds:
        words.append(f"after {reply.delay_seconds:g} s")
    return ", ".join(words)


def _call(call: Call) -> str:
    if call.stdin is not None:
        what = f"standard input {shorten(call.stdin.decode('utf-8', 'replace'))!r}"
    elif call.rows is not None:
        what = f"score {_rows(call.rows)}"
    else:
        what = f"score the payload {shorten(render(call.payload))}"
    times = f", {call.repeat} times" if call.repeat > 1 else ""
    door = "one-shot" if call.door is Door.ONE_SHOT else "session"
    given = {name: value for name, value in call.config.items() if value is not None}
    config = f", configured with {render(given)}" if given else ""
    config += "".join(f", given no {name}" for name in call.config if name not in given)
    suffix = f", URI with {call.suffix!r} behind it" if call.suffix else ""
    return f"{door}: {what}{times}, {_CREDENTIALS[call.credentials]}{config}{suffix}"


def _rows(rows: tuple[tuple[float, ...], ...]) -> str:
    if len(rows) == 1:
        return f"the row {shorten(render(rows[0]))}"
    return f"{len(rows)} rows" + (f", {shorten(render(rows[0]))} first" if rows else "")


def _expectations(expect: Expectation) -> Iterator[str]:
    if expect.error is None:
        tolerance = expect.relative_tolerance
        how = f"within {tolerance:g}, relative" if tolerance else "to the bit"
        yield f"predictions {shorten(render(expect.predictions))}, {how}"
    else:
        yield f"an error with {shorten(render(dict(expect.error.members)))}"
        if expect.error.absent:
            yield f"an error without {', '.join(expect.error.absent)}"
    yield f"requests at the endpoint: {expect.requests}"
    if expect.requests == 0:
        yield "a control call that comes through"
    if expect.connections is not None:
        yield f"connections: {expect.connections}"
    if expect.request is not None:
        yield from _request(expect.request)


def _request(expect: RequestExpectation) -> Iterator[str]:
    if expect.method is not None:
        yield f"method {expect.method}"
    if expect.target is not None:
        yield f"target {expect.target}"
    for name, value in expect.headers.items():
        yield f"header {name}: {value}"
    for name, value in expect.matches.items():
        yield f"header {name} like {value}"
    for name in expect.without:
        yield f"no header {name}"
    for name in expect.distinct:
        yield f"another {name} in each request"
    if expect.valid:
        yield "a body that is valid against the service's request schema"
    if expect.body:
        yield "a body that is the call's JSON value, numbers to the bit"
