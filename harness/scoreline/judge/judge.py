"""Judges a case: lists every difference between its expectation and the evidence.

Codes of mismatches, besides those of faults that took the place of an answer, and besides `secret`
and `secret-in-arguments`, which the runner finds for every kind of item (see `credentials`), and
`evidence`, which a report has if it does not keep all of a verdict (see `results.keeping`):

| code | what differs |
| --- | --- |
| `answer-count` | the number of answers |
| `answer` | predictions instead of an error, or an error instead of predictions |
| `predictions` | a prediction |
| `error.<member>` | a member of the error |
| `error-schema` | the error is invalid by the protocol's schema |
| `response.<member>` | a member of what the client says of the reply |
| `response-schema` | what the client says of the reply is invalid by the protocol's schema |
| `exit-status`, `output` | a one-shot's exit status or one of its streams |
| `code` | the error code of the answer to a message that is no call |
| `time` | how long an answer took |
| `step-count` | the number of steps that began |
| `request-count`, `connection-count` | the number of requests or connections |
| `service.<field>` | what a field of `expect.services` is about |
| `reply-taken` | the client has predictions, but did not read the reply to its end |
| `request.<field>` | what a field of `expect.request` is about |
| `omitted` | a request, or all of a case or a run, is so long that not every byte was kept |
| `body-too-long` | a request is so long that the endpoint refused it |
| `control` | the control call |
| `more` | mismatches that are not listed, since there are too many |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from scoreline.formats.json import Json
from scoreline.judge.answers import DataChecks, answers
from scoreline.judge.control import control_call
from scoreline.judge.outputs import outputs
from scoreline.judge.services import received
from scoreline.judge.traffic import kept, together, traffic
from scoreline.results.bounds import MOST_MISMATCHES
from scoreline.results.evidence import Evidence, StepEvidence
from scoreline.results.verdict import Mismatch, Witness
from scoreline.suite.case import Case
from scoreline.suite.step import Step
from scoreline.suite.vector import Vector


@dataclass(frozen=True, slots=True)
class Checks:
    """What the schemas do not allow in a document, as messages.

    Attributes:
        request_body: by the service's request schema.
        data: by the protocol's schemas of what a client says.
    """

    request_body: Callable[[Json], Iterable[str]]
    data: DataChecks


def judge(case: Case, evidence: Evidence, control: Vector, checks: Checks) -> tuple[Mismatch, ...]:
    """The mismatches, the client's before the endpoint's; none means that the case passed.

    No more than `MOST_MISMATCHES` are looked for. If there are more, one of `more` is the last.

    Args:
        case: what was called, and what must follow.
        evidence: what both witnesses reported.
        control: what the control call scores, if the case expects no request.
        checks: the schemas for bodies and errors.

    Raises:
        TypeError: an answer was omitted, which happens only in reports.
    """
    found = dict[Mismatch, None]()
    for mismatch in _mismatches(case, evidence, control, checks):
        if mismatch in found:
            continue
        if len(found) == MOST_MISMATCHES:
            most = str(MOST_MISMATCHES)
            found[Mismatch("more", mismatch.witness, "mismatches", f"at most {most}", "more")] = (
                None
            )
            break
        found[mismatch] = None
    return tuple(found)


def _mismatches(
    case: Case, evidence: Evidence, control: Vector, checks: Checks
) -> Iterator[Mismatch]:
    found = evidence.steps
    for number, (step, one) in enumerate(zip(case.story, found, strict=False), 1):
        for mismatch in _step(step, one, evidence, checks):
            subject = f"step {number}: {mismatch.subject}" if case.steps else mismatch.subject
            yield replace(mismatch, subject=subject)
    if len(found) < len(case.story):
        yield Mismatch(
            "step-count", Witness.CLIENT, "steps", str(len(case.story)), f"{len(found)} that began"
        )
    yield from kept(evidence.testimony.exchanges)
    yield from received(case.expect.services, evidence)
    if case.steps:
        yield from together(case, evidence)
    if case.expect.requests == 0:
        yield from control_call(evidence.control, control)


def _step(
    step: Step, found: StepEvidence, evidence: Evidence, checks: Checks
) -> Iterator[Mismatch]:
    yield from answers(step, found, checks.data)
    yield from outputs(step.expect, found)
    yield from traffic(step, found.exchanges, evidence, checks.request_body)
