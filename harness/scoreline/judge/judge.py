"""The judge: every difference between a case's expectation and its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scoreline.formats.json import Json, render
from scoreline.judge import traffic
from scoreline.judge.numbers import differences
from scoreline.protocol.answer import Answer, CallError, Fault, Output, Predictions
from scoreline.protocol.message import shorten
from scoreline.results.evidence import Evidence
from scoreline.results.verdict import Mismatch, Witness
from scoreline.suite.case import Case, ErrorExpectation, Expectation
from scoreline.suite.vector import Vector

CONFIGURATION = "configuration"
EXIT_CALL_FAILED = 1
EXIT_CONFIGURATION = 2
_SENT = re.compile(r"\$\{sent:([A-Za-z0-9-]+)\}")
_PIECE = re.compile(r"[A-Za-z0-9._-]{8,}")
"""What of a key looks the same however it is quoted: the rest may be escaped, in JSON or before."""


@dataclass(frozen=True, slots=True)
class Checks:
    """What is wrong with a document by a schema, in words.

    Attributes:
        request_body: by the service's request schema.
        error_data: by the protocol's schema of an error's `data`.
    """

    request_body: Callable[[Json], Sequence[str]]
    error_data: Callable[[Json], Sequence[str]]


def judge(
    case: Case,
    evidence: Evidence,
    control: Vector,
    checks: Checks,
) -> tuple[Mismatch, ...]:
    """Every mismatch, the client's first; none means that the case passed.

    Args:
        case: with what must come.
        evidence: what came.
        control: the vector that the control call scores, where one is due.
        checks: the schemas to hold bodies and errors against.
    """
    expect = case.expect
    found: list[Mismatch] = []
    if _tells_secret(evidence):
        # The first of all: in what follows the key is masked, so that a difference may not show.
        found.append(_client("the key in what it said", "nowhere", "there"))
    if len(evidence.answers) != case.call.repeat:
        found.append(_client("answers", str(case.call.repeat), str(len(evidence.answers))))
    for answer in evidence.answers:
        found.extend(_answer(expect, answer, evidence))
        if isinstance(answer, CallError):
            errors = checks.error_data(dict(answer.members))
            found.extend(_client("error", "valid against the protocol", words) for words in errors)
    for output in evidence.outputs:
        found.extend(_output(expect, output))
    found.extend(traffic.traffic(expect, evidence))
    if expect.request is not None:
        found.extend(traffic.requests(expect.request, case.call, evidence, checks.request_body))
    if expect.requests == 0:
        found.extend(_control(evidence, control))
    return tuple(dict.fromkeys(found))


def _tells_secret(evidence: Evidence) -> bool:
    pieces = (piece for secret in evidence.secrets for piece in _PIECE.findall(secret))
    told = [evidence.spoken]
    for answer in evidence.answers:  # as they read once JSON's escapes are undone
        if isinstance(answer, Predictions):
            told.append(render(answer.value))
        elif isinstance(answer, CallError):
            told.append(render(answer.members))
    return any(text in said for text in (*evidence.secrets, *pieces) for said in told)


def _answer(expect: Expectation, answer: Answer, evidence: Evidence) -> Iterator[Mismatch]:
    if isinstance(answer, Fault):
        yield _client("answer", _wanted(expect), answer.words)
    elif expect.error is None:
        if isinstance(answer, Predictions):
            yield from _predictions(expect.predictions, answer.value, expect.relative_tolerance)
        else:
            yield _client("answer", _wanted(expect), f"an error: {_shown(answer.members)}")
    elif isinstance(answer, CallError):
        yield from _error(expect.error, answer, evidence)
    else:
        found = f"predictions: {shorten(render(answer.value))}"
        yield _client("answer", _wanted(expect), found)


def _predictions(expected: Json, found: Json, tolerance: float) -> Iterator[Mismatch]:
    rows = list(differences(expected, found, tolerance, "predictions"))
    for place, wanted, value in rows[: traffic.MOST_DIFFERENCES]:
        yield _client(place, wanted, value)
    if len(rows) > traffic.MOST_DIFFERENCES:
        more = f"{len(rows) - traffic.MOST_DIFFERENCES} more"
        yield _client("predictions", "no more differences", more)


def _error(expect: ErrorExpectation, answer: CallError, evidence: Evidence) -> Iterator[Mismatch]:
    for name, value in expect.members.items():
        wanted = _with_sent(value, evidence)
        if name not in answer.members:
            yield _client(f"error.{name}", shorten(render(wanted)), "nothing")
            continue
        for place, expected, found in differences(
            wanted, answer.members[name], 0.0, f"error.{name}"
        ):
            yield _client(place, expected, found)
    for name in expect.absent:
        if name in answer.members:
            found = shorten(render(answer.members[name]))
            yield _client(f"error.{name}", "nothing", found)


def _with_sent(value: Json, evidence: Evidence) -> Json:
    """The value with `${sent:NAME}` replaced by that header of the first request."""
    if not isinstance(value, str):
        return value

    def sent(match: re.Match[str]) -> str:
        headers = evidence.exchanges[0].header(match[1]) if evidence.exchanges else ()
        return headers[0] if headers else f"the header {match[1]} that was sent"

    return _SENT.sub(sent, value)


def _output(expect: Expectation, output: Output) -> Iterator[Mismatch]:
    """A one-shot's exit status and its streams, as docs/protocol.md has them."""
    if expect.error is None:
        status = 0
    elif expect.error.members["kind"] == CONFIGURATION:
        status = EXIT_CONFIGURATION
    else:
        status = EXIT_CALL_FAILED
    if output.exit_status != status:
        yield _client("exit status", str(status), str(output.exit_status))
    silent, spoken = ("error", "output") if status == 0 else ("output", "error")
    streams = {"output": output.stdout, "error": output.stderr}
    if streams[silent]:
        yield _client(f"standard {silent}", "empty", _text(streams[silent]))
    if streams[spoken].count(b"\n") != 1 or not streams[spoken].endswith(b"\n"):
        yield _client(f"standard {spoken}", "one line", _text(streams[spoken]))


def _text(stream: bytes) -> str:
    return repr(shorten(stream.decode("utf-8", "replace")))


def _control(evidence: Evidence, vector: Vector) -> Iterator[Mismatch]:
    """Where nothing was to be sent, the call that follows must come through."""
    if evidence.control is None:
        yield _client("control call", "predictions", "none was made")
        return
    answer = evidence.control.answer
    if not isinstance(answer, Predictions):
        words = answer.words if isinstance(answer, Fault) else f"an error: {_shown(answer.members)}"
        yield _client("control call", "predictions", words)
    elif any(differences(list(vector.predictions), answer.value, vector.relative_tolerance)):
        value = shorten(render(answer.value))
        yield _client("control call", shorten(render(list(vector.predictions))), value)
    if len(evidence.control.exchanges) != 1:
        count = str(len(evidence.control.exchanges))
        yield Mismatch(Witness.ENDPOINT, "requests of the control call", "1", count)


def _wanted(expect: Expectation) -> str:
    if expect.error is None:
        return "predictions"
    return f"an error: {_shown(expect.error.members)}"


def _shown(members: object) -> str:
    return shorten(render(members))


def _client(subject: str, expected: str, found: str) -> Mismatch:
    return Mismatch(Witness.CLIENT, subject, expected, found)
