"""A case as text: each declared field that a case states is explained."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

import pytest

from scoreline.protocol.manifest import Mode
from scoreline.reports import explanation
from scoreline.reports.explanation import explain
from scoreline.suite.call import Call, Credentials
from scoreline.suite.case import Case
from scoreline.suite.declaration import declared, declared_fields
from scoreline.suite.expectation import ErrorExpectation, Expectation, RequestExpectation
from scoreline.suite.loader import load_suite
from scoreline.suite.reply import Piece, Reply, Then
from scoreline.suite.service import ServiceDefinition

SUITE = load_suite()
CASES = {case.identifier: case for case in SUITE.cases}


def explained(case: Case) -> str:
    """The case as text."""
    return "\n".join(explain(case, SUITE.requirements))


@pytest.mark.parametrize("case", SUITE.cases, ids=lambda case: case.identifier)
def test_each_case(case: Case) -> None:
    """Each case is explained with its title, its reason, its requirements and its file."""
    text = explained(case)
    assert text.startswith(f"{case.identifier}  ({case.level.value})\nA client {case.title}.\n")
    assert case.why in text
    for identifier in case.requirements:
        assert f"{identifier} ({SUITE.requirements[identifier].level.value})" in text
        assert SUITE.requirements[identifier].text in text
    assert f"schemas/cases/{case.file}" in text
    assert max(map(len, text.splitlines())) < 600


@pytest.mark.parametrize(
    ("identifier", "line"),
    [
        ("errors/status-503", "replies with status 503, JSON {"),
        ("errors/status-503", "\n          error status: 503\n"),
        ("errors/retry-after-seconds", "header Retry-After: 7, "),
        ("errors/no-message-502", "text ''"),
        ("errors/attempt-timeout", ", after 60 s\n"),
        ("errors/attempt-timeout", "error without status"),
        ("errors/connection-closed", "replies with no bytes at all, then closes the connection"),
        ("errors/reply-cut-off", "with the bytes 'HTTP/1.1 200 OK"),
        ("errors/reply-cut-off", "[217.67' and nothing else, then closes the connection\n"),
        ("errors/body-timeout", "text '[217.67', then stalls: the rest of the 100 bytes that it"),
        ("errors/wrong-key", "given a wrong key"),
        ("errors/wrong-key", "Service:  requires its key\n          the model answers"),
        ("configuration/uri-relative", "a control call that succeeds"),
        ("configuration/uri-relative", "requests at the endpoint: 0"),
        ("configuration/uri-relative", 'configured with {"uri":"/api/v1/service/x/score"}'),
        ("connections/twenty-calls", "the vector documented-first"),
        ("connections/twenty-calls", "the row [0.0199132141783263,"),
        ("connections/twenty-calls", "20 times"),
        ("connections/twenty-calls", "connections: 1"),
        ("modes/one-shot-no-uri", "mode one-shot"),
        ("modes/one-shot-no-uri", 'the payload {"data":[['),
        ("modes/one-shot-no-uri", "configured without uri"),
        ("modes/one-shot-no-json", "standard input '{"),
        ("modes/session-ends", "as the last case of a session"),
        ("request/target", "scoring URI followed by '/%7Emodel"),
        ("request/target", "target ${target}"),
        ("request/one-post", "method POST"),
        ("request/key", "header Authorization: Bearer ${key}"),
        ("request/user-agent", "header User-Agent matches "),
        ("request/client-request-id", "a different x-ms-client-request-id in each request"),
        ("request/body", "no header Content-Encoding"),
        ("request/body", "valid against the service's request schema"),
        ("scoring/thousand", "1000 rows, [0.06"),
        ("scoring/thousand", "within 1e-12, relative"),
        ("scoring/thousand", "the model answers"),
        ("scoring/thousand", "given the service's key"),
        ("scoring/thousand", "mode session"),
        ("scoring/thousand", "requests at the endpoint: 1"),
        ("scoring/numbers-received", "bit for bit"),
        ("scoring/payload-mlflow", "Needs:    payload"),
    ],
)
def test_what_is_explained(identifier: str, line: str) -> None:
    """Each kind of field is explained in its own line."""
    assert line in explained(CASES[identifier])


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (Call(rows=()), "0 rows\n"),
        (Call(rows=((1.0,), (2.0,))), "2 rows, [1.0] first\n"),
        (Call(mode=Mode.ONE_SHOT, stdin="\ufffd["), "standard input '\ufffd['\n"),
        (
            Call(rows=((1.0,),), credentials=Credentials.NONE),
            "the row [1.0]\n          given no key",
        ),
    ],
)
def test_unusual_calls(call: Call, line: str) -> None:
    """A call without rows, or with an unusual text, is explained as well."""
    assert line in explained(replace(CASES["scoring/documented"], call=call))


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (
            ("HTTP/1.1 200 OK\r\n\r\n", Piece(pause_seconds=0.5), Piece(text="x")),
            r"the bytes 'HTTP/1.1 200 OK\r\n\r\n', then a pause of 0.5 s, then the bytes 'x', and",
        ),
        ((Piece(text="1,", times=100, every_seconds=0.05),), "'1,' 100 times, once every 0.05 s"),
        ((Piece(base64="/wAB"),), "the bytes ff 00 01 in hexadecimal, and nothing else"),
        ((Piece(base64="QUJD" * 8),), "41 … (24 bytes) in hexadecimal"),
        (("x" * 101,), f"the bytes '{'x' * 100}…'"),
        (("x",) * 8, "then the bytes 'x', then 2 more pieces, and nothing else"),
    ],
)
def test_pieces(raw: tuple[str | Piece, ...], line: str) -> None:
    """The bytes and pauses of a raw reply are shown in their order."""
    service = ServiceDefinition(replies=(Reply(raw=raw),))
    assert line in explained(replace(CASES["scoring/documented"], service=service))


def test_headings() -> None:
    """Each heading stands once, however many requirements a case proves."""
    case = next(case for case in SUITE.cases if len(case.requirements) > 1)
    lines = explained(case).splitlines()
    assert sum(line.startswith("Proves:") for line in lines) == 1


LONG = {"content-length": "9"}
CHUNKED = {"Transfer-Encoding": "chunked"}


@pytest.mark.parametrize(
    ("reply", "end"),
    [
        (Reply(headers=LONG, json=[1.0]), "stalls"),
        (Reply(headers=LONG, text="[1.0,2.0]"), ""),
        (Reply(headers=LONG | {"Connection": "close"}, text="[1.0"), "closes"),
        (Reply(headers=LONG, text="[1.0", then=Then.CLOSE), "closes"),
        (Reply(headers=CHUNKED, text="1\r\n1\r\n"), "stalls"),
        (Reply(headers=CHUNKED, text="1\r\n1\r\n0\r\n\r\n"), ""),
        (Reply(text="[1.0]"), ""),
    ],
)
def test_end_of_a_reply(reply: Reply, end: str) -> None:
    """What a client that reads a reply runs into is explained: a stall, or a closed connection."""
    case = replace(CASES["scoring/documented"], service=ServiceDefinition(replies=(reply,)))
    (line,) = (line for line in explained(case).splitlines() if "replies with" in line)
    assert [word for word in ("stalls", "closes") if f", then {word}" in line] == [end] * bool(end)


TABLES = (Case, ServiceDefinition, Reply, Call, Expectation, ErrorExpectation, RequestExpectation)
NESTED = {"service", "call", "expect", "error", "request", "response"}
"""Tables, whose fields are explained instead."""
ELSEWHERE = {"name", "title", "requirements", "omit", "null"}
"""Fields in the first and last lines of an explanation, or explained with another field."""


@pytest.mark.parametrize("cls", TABLES)
def test_every_field_is_explained(cls: type) -> None:
    """A field cannot be declared without an explanation."""
    unexplained = {field.name for field in declared_fields(cls) if not field.explain}
    assert unexplained <= NESTED | ELSEWHERE


@dataclass(frozen=True)
class Table:
    """A table, to be explained."""

    count: Annotated[int, declared("A count.", explain="count {}")] = 1
    names: Annotated[tuple[str, ...], declared("Names.", explain="name {}", otherwise="none")] = ()
    secret: Annotated[str, declared("Not explained.")] = ""


def test_lines() -> None:
    """Templates make lines for what differs from the default; a list makes one per element."""
    assert list(explanation._lines(Table())) == ["none"]
    table = Table(2, ("a", "b"), "x")
    assert list(explanation._lines(table)) == ["count 2", "name a", "name b"]
