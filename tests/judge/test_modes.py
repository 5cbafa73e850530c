"""What a one-shot leaves, and secrets in the client's output."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from scoreline.protocol.answer import CallError, CallResult, Output
from scoreline.results.evidence import Evidence, Testimony
from scoreline.results.exchange import Exchange
from scoreline.results.verdict import Mismatch
from scoreline.suite.case import Case
from scoreline.suite.expectation import ErrorExpectation, Expectation

JudgeCodes = Callable[[Case, Evidence], list[tuple[str, str]]]
MakeCase = Callable[..., Case]
MakeEvidence = Callable[..., Evidence]
MakeExchange = Callable[..., Exchange]

SCORED = Expectation(predictions=[1.5])
REFUSED = Expectation(error=ErrorExpectation({"kind": "service"}))
UNSENT = Expectation(error=ErrorExpectation({"kind": "configuration"}), requests=0)
LEAK = ("client", "secret")


@pytest.fixture
def left(
    case: MakeCase,
    evidence: MakeEvidence,
    exchange: MakeExchange,
    mismatches: Callable[[Case, Evidence], tuple[Mismatch, ...]],
) -> Callable[[Expectation, Output], tuple[Mismatch, ...]]:
    """Judges what a one-shot left; its answer is as it should be."""

    def judge_output(expect: Expectation, output: Output) -> tuple[Mismatch, ...]:
        if expect.error is None:
            return mismatches(case(expect), evidence(outputs=(output,)))
        kind = expect.error.members["kind"]
        answers = (CallError({"kind": kind, "message": "no", "attempts": expect.requests}),)
        control = Testimony((CallResult([1.5]),), (), (exchange(),))
        given = evidence(
            answers=answers,
            outputs=(output,),
            exchanges=(exchange(),) * expect.requests,
            control=None if expect.requests else control,
        )
        return mismatches(case(expect), given)

    return judge_output


@pytest.mark.parametrize(
    ("expect", "output"),
    [
        (SCORED, Output(0, b"[1.5]\n", b"")),
        (REFUSED, Output(1, b"", b"{}\n")),
        (UNSENT, Output(2, b"", b"{}\n")),
    ],
)
def test_right_output(
    left: Callable[[Expectation, Output], tuple[Mismatch, ...]],
    expect: Expectation,
    output: Output,
) -> None:
    """0 and one line on standard output, or 1 or 2 and one line on standard error."""
    assert left(expect, output) == ()


@pytest.mark.parametrize(
    ("expect", "output", "mismatch"),
    [
        (SCORED, Output(3, b"[1.5]\n", b""), ("exit-status", "exit status", "3")),
        (SCORED, Output(-9, b"[1.5]\n", b""), ("exit-status", "exit status", "-9")),
        (SCORED, Output(0, b"[1.5]", b""), ("output", "standard output", "'[1.5]'")),
        (SCORED, Output(0, b"", b""), ("output", "standard output", "''")),
        (SCORED, Output(0, b"ok\n[1.5]\n", b""), ("output", "standard output", r"'ok\n[1.5]\n'")),
        (SCORED, Output(0, b"[1.5]\n", b"slow"), ("output", "standard error", "'slow'")),
        (REFUSED, Output(0, b"", b"{}\n"), ("exit-status", "exit status", "0")),
        (REFUSED, Output(2, b"", b"{}\n"), ("exit-status", "exit status", "2")),
        (REFUSED, Output(1, b"[]\n", b"{}\n"), ("output", "standard output", r"'[]\n'")),
        (REFUSED, Output(1, b"", b"{}\n\n"), ("output", "standard error", r"'{}\n\n'")),
        (UNSENT, Output(1, b"", b"{}\n"), ("exit-status", "exit status", "1")),
    ],
)
def test_wrong_output(
    left: Callable[[Expectation, Output], tuple[Mismatch, ...]],
    expect: Expectation,
    output: Output,
    mismatch: tuple[str, str, str],
) -> None:
    """The exit status, the empty stream and the single line are judged separately."""
    (found,) = left(expect, output)
    assert (found.code, found.subject, found.found) == mismatch
    assert found.witness == "client"


@pytest.mark.parametrize(("expect", "status"), [(SCORED, "0"), (REFUSED, "1"), (UNSENT, "2")])
def test_exit_status(
    left: Callable[[Expectation, Output], tuple[Mismatch, ...]], expect: Expectation, status: str
) -> None:
    """A success, a failed call and a wrong configuration have one status each."""
    stdout, stderr = (b"[1.5]\n", b"") if expect.error is None else (b"", b"{}\n")
    (found,) = left(expect, Output(99, stdout, stderr))
    assert found.expected == status


@pytest.mark.parametrize(
    "text",
    [
        "refused: {key}",
        '{{"message":"Bearer {key}"}}',
        "{key}",
    ],
)
def test_key_is_found(
    case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes, key: str, text: str
) -> None:
    """A key anywhere in the client's output fails the case."""
    assert codes(case(SCORED), evidence(transcript=text.format(key=key))) == [LEAK]


def test_escaped_key_is_found(
    case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes, key: str
) -> None:
    """A key is found even if all its characters are escaped in JSON."""
    escaped = "".join(f"\\u{ord(character):04x}" for character in key)
    members = {"kind": "service", "message": f"no {key}", "attempts": 1}
    line = json.dumps(members).replace(key, escaped)
    assert key not in line
    given = evidence(answers=(CallError(members),), transcript=line)
    assert codes(case(REFUSED), given) == [LEAK]


def test_refused_key_is_found_escaped(
    case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes
) -> None:
    """A key that no header can carry is found by the part that is never escaped."""
    secret = "not-a-header\r\nX-Injected: value"
    line = json.dumps({"message": repr(secret)})
    assert secret not in line
    assert codes(case(SCORED), evidence(secrets=(secret,), transcript=line)) == [LEAK]


def test_masked_key_is_not_a_key(
    case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes, key: str
) -> None:
    """Neither a mask nor the first characters of a key are a secret."""
    transcript = f"refused: Bearer ***, scoreline-***, {key[:8]}"
    assert codes(case(SCORED), evidence(transcript=transcript)) == []


def test_mismatch_contains_no_key(
    case: MakeCase,
    evidence: MakeEvidence,
    mismatches: Callable[[Case, Evidence], tuple[Mismatch, ...]],
    key: str,
) -> None:
    """Neither the mismatch about a key nor the repr of the evidence contains it."""
    found = mismatches(case(SCORED), evidence(transcript=key))
    assert found
    assert key not in repr(found)
    assert key not in repr(evidence(transcript=key))


def test_secret_comes_first(
    case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes, key: str
) -> None:
    """Later mismatches show keys masked, so a difference in them may not be visible."""
    given = evidence(answers=(CallResult(key),), transcript=key)
    assert codes(case(SCORED), given) == [LEAK, ("client", "predictions")]
