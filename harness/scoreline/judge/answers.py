"""The client's answers: how many there are, and each one against the expectation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scoreline.fault import Fault
from scoreline.formats.json import Json, render
from scoreline.judge.numbers import MOST_DIFFERENCES, differences
from scoreline.protocol.answer import Answer, CallError, CallResult, MessageAnswer, Omitted
from scoreline.protocol.message import shorten
from scoreline.protocol.operation import Operation
from scoreline.results.evidence import StepEvidence
from scoreline.results.exchange import Exchange
from scoreline.results.verdict import Mismatch, Witness
from scoreline.suite.expectation import Expectation
from scoreline.suite.step import Step

_VALID = "valid by the protocol's schema"
_SENT = re.compile(r"\$\{sent:([A-Za-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class DataChecks:
    """What the protocol's schema does not allow in what a client says, as messages.

    Attributes:
        error: of the `data` of an error.
        response: of the `response` of a result.
    """

    error: Callable[[Json], Iterable[str]]
    response: Callable[[Json], Iterable[str]]


def answers(step: Step, found: StepEvidence, checks: DataChecks) -> Iterator[Mismatch]:
    """Every mismatch in the answers of a step.

    Args:
        step: what was done, and what the answers must be.
        found: the answers, and the requests that `${sent:NAME}` refers to.
        checks: what the protocol's schema does not allow in what a client says.

    Raises:
        TypeError: an answer was omitted, which happens only in reports.
    """
    expected = 1 if step.call is None else step.call.repeat
    # A fault ends the calls, and is a mismatch of its own.
    faulty = any(isinstance(answer, Fault) for answer in found.answers)
    if len(found.answers) != expected and not faulty:
        yield _mismatch("answer-count", "answers", str(expected), str(len(found.answers)))
    for place, answer in enumerate(found.answers):
        if faulty and expected > 1 and not isinstance(answer, Fault):
            continue  # what is missing has no place: a later answer would be held against its row
        yield from _answer(step, _expectation(step, place), answer, found)
        if isinstance(answer, CallError):
            for message in checks.error(dict(answer.members)):
                yield _mismatch("error-schema", "error", _VALID, message)
        elif isinstance(answer, CallResult) and answer.response:
            for message in checks.response(dict(answer.response)):
                yield _mismatch("response-schema", "response", _VALID, message)
    most = step.expect.within_seconds
    for seconds in found.seconds:
        if most is not None and seconds > most:
            within = f"within {most:g} s{_limits(step)}"
            yield _mismatch("time", "answer", within, f"after {seconds:.1f} s")


def _limits(step: Step) -> str:
    """The time limits that the client was configured with, for people; empty: none."""
    given = {} if step.call is None else step.call.limits
    limits = [f"{name} = {render(value)}" for name, value in given.items()]
    return f" (configured: {', '.join(limits)})" if limits else ""


def _expectation(step: Step, place: int) -> Expectation:
    """What is expected of one call of a step: all of it, or what belongs to its row."""
    predictions = step.expect.predictions
    if step.call is None or not step.call.one_row_each or not isinstance(predictions, list):
        return step.expect
    return replace(step.expect, predictions=predictions[place : place + 1])


def _answer(
    step: Step, expect: Expectation, answer: Answer, found: StepEvidence
) -> Iterator[Mismatch]:
    if isinstance(answer, Omitted):
        raise TypeError("an omitted answer cannot be judged")
    if isinstance(answer, Fault):
        within = "" if expect.within_seconds is None else f" within {expect.within_seconds:g} s"
        expected = f"{_expected(step, expect)}{within}{_limits(step)}"
        yield _mismatch(answer.code, "answer", expected, answer.message)
    elif isinstance(answer, MessageAnswer):
        if answer.code != expect.code:
            yield _mismatch("code", "error code", _code(expect.code), _code(answer.code))
    elif isinstance(answer, CallResult):
        if expect.error is None:
            yield from _predictions(expect, answer)
            if expect.response is not None:
                wanted, said = expect.response, answer.response
                yield from _members(
                    "response", wanted.members, wanted.absent, said, found.exchanges
                )
        else:
            said_instead = shorten(answer.described)
            yield _mismatch("answer", "answer", _expected(step, expect), said_instead)
    elif expect.error is None:
        reported = f"an error: {shorten(render(answer.members))}"
        timed_out = _limits(step) if answer.members.get("kind") == "timeout" else ""
        yield _mismatch("answer", "answer", f"{_expected(step, expect)}{timed_out}", reported)
    else:
        error = expect.error
        yield from _members("error", error.members, error.absent, answer.members, found.exchanges)
        if expect.error.retry_at is not None:
            yield from _retry_at(expect.error.retry_at, answer, found.span)


def _code(code: int | None) -> str:
    return "none" if code is None else str(code)


def _expected(step: Step, expect: Expectation) -> str:
    if expect.error is None:
        return (Operation.SCORE if step.call is None else step.call.operation).result
    return f"an error: {shorten(render(expect.error.members))}"


def _predictions(expect: Expectation, answer: CallResult) -> Iterator[Mismatch]:
    described = expect.document is not None
    wanted = expect.document if described else expect.predictions
    name, tolerance = ("document", 0.0) if described else ("predictions", expect.relative_tolerance)
    for place, expected, found in differences(
        wanted, answer.value, tolerance, name, limit=MOST_DIFFERENCES
    ):
        yield _mismatch(name, place, expected, found)


def _members(
    whole: str,
    wanted: Mapping[str, Json],
    absent: Iterable[str],
    found: Mapping[str, Json],
    exchanges: Sequence[Exchange],
) -> Iterator[Mismatch]:
    """The mismatches in the members of an error or a response, which `whole` names."""
    for name, value in wanted.items():
        member = f"{whole}.{name}"
        expected = _with_sent(value, exchanges)
        if name not in found:
            yield _mismatch(member, member, shorten(render(expected)), "nothing")
            continue
        for place, one, other in differences(
            expected, found[name], 0.0, member, limit=MOST_DIFFERENCES
        ):
            yield _mismatch(member, place, one, other)
    for name in absent:
        if name in found:
            member = f"{whole}.{name}"
            yield _mismatch(member, member, "nothing", shorten(render(found[name])))


def _retry_at(moment: datetime, answer: CallError, span: tuple[float, float]) -> Iterator[Mismatch]:
    """The time to wait, counted from any moment of the step, to the second."""
    most, least = (moment.timestamp() - now for now in span)
    value = answer.members.get("retryAfterSeconds")
    if isinstance(value, int | float) and least - 1 <= value <= most + 1:
        return
    found = "nothing" if value is None else shorten(render(value))
    expected = f"the seconds until {moment.isoformat()}: {least:.0f} to {most:.0f}"
    yield _mismatch("error.retryAfterSeconds", "error.retryAfterSeconds", expected, found)


def _with_sent(value: Json, exchanges: Sequence[Exchange]) -> Json:
    """The value with `${sent:NAME}` replaced by that header of the step's first request."""
    if not isinstance(value, str):
        return value

    def sent(match: re.Match[str]) -> str:
        values = exchanges[0].header(match[1]) if exchanges else ()
        return values[0] if values else f"the header {match[1]}, which was not sent"

    return _SENT.sub(sent, value)


def _mismatch(code: str, subject: str, expected: str, found: str) -> Mismatch:
    return Mismatch(code, Witness.CLIENT, subject, expected, found)
