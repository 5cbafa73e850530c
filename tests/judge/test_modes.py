"""What a one-shot leaves behind, and secrets in what a client says."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from scoreline.protocol.answer import CallError, Output, Predictions
from scoreline.results.evidence import Control, Evidence
from scoreline.results.exchange import Exchange
from scoreline.suite.case import Case, ErrorExpectation, Expectation

Judged = list[tuple[str, str, str, str]]
Judge = Callable[[Case, Evidence], Judged]
MakeCase = Callable[..., Case]
MakeEvidence = Callable[..., Evidence]
MakeExchange = Callable[..., Exchange]

SCORED = Expectation(predictions=[1.5])
REFUSED = Expectation(error=ErrorExpectation({"kind": "service"}))
UNSENT = Expectation(error=ErrorExpectation({"kind": "configuration"}), requests=0)
LEAK = ("client", "the key in what it said", "nowhere", "there")


@pytest.fixture
def left(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, judged: Judge
) -> Callable[[Expectation, Output], Judged]:
    """Judges what a one-shot left; its answer is as it should be."""

    def judge_output(expect: Expectation, output: Output) -> Judged:
        if expect.error is None:
            return judged(case(expect), evidence(outputs=(output,)))
        kind = expect.error.members["kind"]
        answers = (CallError({"kind": kind, "message": "no", "attempts": expect.requests}),)
        control = None if expect.requests else Control(Predictions([1.5]), (exchange(),))
        seen = (exchange(),) * expect.requests
        said = evidence(answers=answers, outputs=(output,), exchanges=seen, control=control)
        return judged(case(expect), said)

    return judge_output


@pytest.mark.parametrize(
    ("expect", "output"),
    [
        (SCORED, Output(0, b"[1.5]\n", b"")),
        (REFUSED, Output(1, b"", b"{}\n")),
        (UNSENT, Output(2, b"", b"{}\n")),
    ],
)
def test_as_it_should_be(
    left: Callable[[Expectation, Output], Judged], expect: Expectation, output: Output
) -> None:
    """0 with one line of output, 1 or 2 with one line of error, and nothing else."""
    assert left(expect, output) == []


@pytest.mark.parametrize(
    ("expect", "output", "mismatch"),
    [
        (SCORED, Output(3, b"[1.5]\n", b""), ("exit status", "0", "3")),
        (SCORED, Output(-9, b"[1.5]\n", b""), ("exit status", "0", "-9")),
        (SCORED, Output(0, b"[1.5]", b""), ("standard output", "one line", "'[1.5]'")),
        (SCORED, Output(0, b"", b""), ("standard output", "one line", "''")),
        (SCORED, Output(0, b"ok\n[1.5]\n", b""), ("standard output", "one line", r"'ok\n[1.5]\n'")),
        (SCORED, Output(0, b"[1.5]\n", b"slow"), ("standard error", "empty", "'slow'")),
        (REFUSED, Output(0, b"", b"{}\n"), ("exit status", "1", "0")),
        (REFUSED, Output(2, b"", b"{}\n"), ("exit status", "1", "2")),
        (REFUSED, Output(1, b"[]\n", b"{}\n"), ("standard output", "empty", r"'[]\n'")),
        (REFUSED, Output(1, b"", b"{}\n\n"), ("standard error", "one line", r"'{}\n\n'")),
        (UNSENT, Output(1, b"", b"{}\n"), ("exit status", "2", "1")),
    ],
)
def test_what_is_wrong(
    left: Callable[[Expectation, Output], Judged],
    expect: Expectation,
    output: Output,
    mismatch: tuple[str, str, str],
) -> None:
    """Exit status, an empty stream and a single line are three things, each told on its own."""
    assert left(expect, output) == [("client", *mismatch)]


@pytest.mark.parametrize(
    "said",
    [
        "refused: {key}",
        '{{"message":"Bearer {key}"}}',
        "{key}",
    ],
)
def test_key_is_found(
    case: MakeCase, evidence: MakeEvidence, judged: Judge, key: str, said: str
) -> None:
    """A key in anything that the client said fails the case."""
    assert judged(case(SCORED), evidence(spoken=said.format(key=key))) == [LEAK]


def test_escaped_key_is_found(
    case: MakeCase, evidence: MakeEvidence, judged: Judge, key: str
) -> None:
    """A key whose characters are escaped in JSON is the key all the same."""
    escaped = "".join(f"\\u{ord(character):04x}" for character in key)
    members = {"kind": "service", "message": f"no {key}", "attempts": 1}
    line = json.dumps(members).replace(key, escaped)
    assert key not in line
    said = evidence(answers=(CallError(members),), spoken=line)
    assert judged(case(REFUSED), said) == [LEAK]


def test_refused_key_is_found_escaped(
    case: MakeCase, evidence: MakeEvidence, judged: Judge
) -> None:
    """A key that no header carries is found by the part that looks the same in every quotation."""
    secret = "not-a-header\r\nX-Injected: value"
    line = json.dumps({"message": repr(secret)})
    assert secret not in line
    assert judged(case(SCORED), evidence(secrets=(secret,), spoken=line)) == [LEAK]


def test_masked_key_is_none(
    case: MakeCase, evidence: MakeEvidence, judged: Judge, key: str
) -> None:
    """What is left of a masked key is no key."""
    spoken = f"refused: Bearer ***, scoreline-***, {key[:8]}"
    assert judged(case(SCORED), evidence(spoken=spoken)) == []


def test_mismatch_holds_no_key(
    case: MakeCase, evidence: MakeEvidence, judged: Judge, key: str
) -> None:
    """That a key was told is told without the key."""
    found = judged(case(SCORED), evidence(spoken=key))
    assert key not in repr(found)
    assert key not in repr(evidence(spoken=key))
