"""The control call: it shows that a client that sent nothing could have sent a request."""

from __future__ import annotations

from collections.abc import Iterator

from scoreline.fault import Fault
from scoreline.formats.json import Json, render
from scoreline.judge.numbers import differences
from scoreline.protocol.answer import Answer, CallError, MessageAnswer, Omitted
from scoreline.protocol.message import shorten
from scoreline.results.evidence import Testimony
from scoreline.results.verdict import Mismatch, Witness
from scoreline.suite.vector import Vector


def control_call(control: Testimony | None, vector: Vector) -> Iterator[Mismatch]:
    """Every mismatch in a control call, which must succeed with one request.

    Args:
        control: what both witnesses reported of it; None if it was not made.
        vector: what it scores.

    Raises:
        TypeError: its answer was omitted, which happens only in reports.
    """
    if control is None:
        yield _client("control call", "predictions", "no control call")
        return
    if len(control.answers) != 1:
        yield _client("answers to the control call", "1", str(len(control.answers)))
    for answer in control.answers:
        yield from _answer(answer, vector)
    if len(control.exchanges) != 1:
        count = str(len(control.exchanges))
        yield Mismatch("control", Witness.ENDPOINT, "requests of the control call", "1", count)


def _answer(answer: Answer, vector: Vector) -> Iterator[Mismatch]:
    if isinstance(answer, Omitted | MessageAnswer):
        raise TypeError("this is not an answer to a call")
    if isinstance(answer, Fault):
        yield _client("control call", "predictions", answer.message, code=answer.code)
    elif isinstance(answer, CallError):
        found = f"an error: {shorten(render(answer.members))}"
        yield _client("control call", "predictions", found)
    else:
        expected: Json = list(vector.predictions)
        if any(differences(expected, answer.value, vector.relative_tolerance)):
            value = shorten(render(answer.value))
            yield _client("control call", shorten(render(expected)), value)


def _client(subject: str, expected: str, found: str, *, code: str = "control") -> Mismatch:
    return Mismatch(code, Witness.CLIENT, subject, expected, found)
