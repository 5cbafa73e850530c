"""A case in words: nothing that it says is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreline.reports.explanation import explain
from scoreline.suite.case import Call, Case, Credentials, Door
from scoreline.suite.loader import load_suite
from scoreline.suite.service import Reply

SUITE = load_suite()
CASES = {case.identifier: case for case in SUITE.cases}


def told(case: Case) -> str:
    """The case in words."""
    return "\n".join(explain(case, SUITE.requirements))


@pytest.mark.parametrize("case", SUITE.cases, ids=lambda case: case.identifier)
def test_each_case(case: Case) -> None:
    """Each case can be told, with its title, its reason, its requirements and its file."""
    text = told(case)
    assert text.startswith(f"{case.identifier}  ({case.level.value})\nA client {case.title}.\n")
    assert case.why in text
    for identifier in case.requirements:
        assert f"{identifier} ({SUITE.requirements[identifier].level.value})" in text
        assert SUITE.requirements[identifier].text in text
    assert f"schemas/cases/{case.file}" in text
    assert max(map(len, text.splitlines())) < 600


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("errors/status-503", "replies 503, Content-Type: application/json, body "),
        ("errors/status-503", 'an error with {"kind":"service","status":503,'),
        ("errors/attempt-timeout", "after 60 s"),
        ("errors/attempt-timeout", "an error without status"),
        ("errors/connection-closed", "replies nothing, and closes"),
        ("errors/reply-cut-off", "with the bytes 'HTTP/1.1 200 OK"),
        ("errors/wrong-key", "with a wrong key"),
        ("errors/wrong-key", "asks for a key"),
        ("configuration/uri-relative", "a control call that comes through"),
        ("configuration/uri-relative", "requests at the endpoint: 0"),
        ("configuration/uri-relative", 'configured with {"uri":"/api/v1/service/x/score"}'),
        ("connections/twenty-calls", "score the row [0.0199132141783263,"),
        ("connections/twenty-calls", ", 20 times"),
        ("connections/twenty-calls", "connections: 1"),
        ("doors/one-shot-no-uri", "one-shot: score the payload "),
        ("doors/one-shot-no-uri", ", given no uri"),
        ("doors/one-shot-no-json", "standard input '{"),
        ("request/target", "URI with '/%7Emodel"),
        ("request/user-agent", "header User-Agent like "),
        ("request/client-request-id", "another x-ms-client-request-id in each request"),
        ("request/body", "no header Content-Encoding"),
        ("request/body", "valid against the service's request schema"),
        ("scoring/thousand", "score 1000 rows, [0.06"),
        ("scoring/thousand", "within 1e-12, relative"),
        ("scoring/thousand", "the model answers"),
        ("scoring/numbers-received", "to the bit"),
        ("scoring/payload-mlflow", "Needs:    payload"),
    ],
)
def test_what_is_told(identifier: str, words: str) -> None:
    """What a case says beside the common is told in so many words."""
    assert words in told(CASES[identifier])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (Call(rows=()), "session: score 0 rows, with the service's key"),
        (Call(rows=((1.0,), (2.0,))), "session: score 2 rows, [1.0] first, with"),
        (Call(door=Door.ONE_SHOT, stdin=b"\xff["), "one-shot: standard input '\ufffd['"),
        (Call(rows=((1.0,),), credentials=Credentials.NONE), "score the row [1.0], without a key"),
    ],
)
def test_calls_at_the_edge(call: Call, words: str) -> None:
    """Whatever a call gives can be told: no rows, bytes that are no text."""
    assert words in told(replace(CASES["scoring/documented"], call=call))


def test_reply_of_bytes_that_are_no_text() -> None:
    """A body that is no text is told as well as it can be."""
    case = replace(CASES["scoring/documented"], replies=(Reply(body=b"\xff"), Reply(raw=b"\xff")))
    assert "replies 200, body" in told(case)
    assert "replies with the bytes" in told(case)
