"""A case with several steps: each is judged by its own evidence, and all of them together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoreline.fault import Code, Fault
from scoreline.protocol.answer import Answer, CallError, CallResult, MessageAnswer
from scoreline.results.connection import ClosedBy, ConnectionRecord
from scoreline.results.evidence import Evidence, StepEvidence, Testimony
from scoreline.results.exchange import Ending
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.expectation import (
    ErrorExpectation,
    Expectation,
    Handshake,
    RequestExpectation,
)
from scoreline.suite.expectation import ServiceExpectation as Service
from scoreline.suite.step import Message, Step

Judged = Callable[[Case, Evidence], list[tuple[str, str, str, str]]]
Make = Callable[..., Any]
CALL = Call(rows=((1.0,),))


def story(case: Make, *steps: Step, expect: Expectation) -> Case:
    """A case with these steps."""
    made: Case = replace(case(expect), steps=steps)
    return made


def scored(number: float) -> Step:
    """A step that must predict this number."""
    return Step(call=CALL, expect=Expectation(predictions=[number]))


@pytest.fixture
def two(evidence: Make, exchange: Make) -> Callable[..., Evidence]:
    """The evidence on two steps with one call each, which predict these numbers."""

    def make_two(*numbers: float, **changes: Any) -> Evidence:
        exchanges = tuple(exchange(started=float(place)) for place, _ in enumerate(numbers))
        steps = tuple(
            StepEvidence((CallResult([number]),), (), (exchange,))
            for number, exchange in zip(numbers, exchanges, strict=True)
        )
        answers = tuple(answer for step in steps for answer in step.answers)
        made: Evidence = replace(
            evidence(), testimony=Testimony(answers, (), exchanges), steps=steps
        )
        return replace(made, **changes)

    return make_two


def test_each_step_has_its_own_answer(case: Make, two: Make, judged: Judged) -> None:
    """An answer that belongs to another step is found, and the step named."""
    both = story(case, scored(1.0), scored(2.0), expect=Expectation(requests=2))
    assert judged(both, two(1.0, 2.0)) == []
    subjects = [subject for _, subject, _, _ in judged(both, two(2.0, 1.0))]
    assert subjects == ["step 1: predictions[0]", "step 2: predictions[0]"]


def test_step_that_never_began(case: Make, two: Make, judged: Judged) -> None:
    """A step without evidence is a mismatch, not a pass."""
    three = story(case, scored(1.0), scored(2.0), scored(3.0), expect=Expectation(requests=2))
    assert [code for code, *_ in judged(three, two(1.0, 2.0))] == ["step-count"]


def test_all_steps_together(case: Make, two: Make, judged: Judged) -> None:
    """What the case states of the requests holds for those of all steps."""
    expect = Expectation(requests=2, connections=2, request=RequestExpectation(method="PUT"))
    both = story(case, scored(1.0), scored(2.0), expect=expect)
    found = [code for code, *_ in judged(both, two(1.0, 2.0))]
    assert found == ["connection-count", "request.method"]
    more = replace(both, expect=replace(both.expect, requests=3, connections=1, request=None))
    assert [code for code, *_ in judged(more, two(1.0, 2.0))] == ["request-count"]


def test_steps_that_share_requests(case: Make, two: Make, judged: Judged) -> None:
    """The requests of steps that begin together are counted for all of them, not for each."""
    shared = tuple(replace(scored(number), shares_requests=True) for number in (1.0, 2.0))
    both = story(case, *shared, expect=Expectation(requests=2))
    made = two(1.0, 2.0)
    steps = tuple(replace(one, exchanges=made.testimony.exchanges) for one in made.steps)
    assert judged(both, replace(made, steps=steps)) == []


@pytest.mark.parametrize(
    ("expected", "answer", "codes"),
    [
        (None, MessageAnswer(None), []),
        (-32601, MessageAnswer(-32601), []),
        (-32601, MessageAnswer(None), ["code"]),
        (None, MessageAnswer(-32601), ["code"]),
    ],
)
def test_message(  # noqa: PLR0917
    case: Make, two: Make, judged: Judged, expected: int, answer: Answer, codes: list[str]
) -> None:
    """The answer to a message that is no call has the expected error code, or none."""
    told = Step(message=Message("made-up"), expect=Expectation(code=expected, requests=0))
    both = story(case, scored(1.0), told, expect=Expectation(requests=1))
    made = two(1.0)
    found = judged(both, replace(made, steps=(*made.steps, StepEvidence((answer,)))))
    assert [code for code, *_ in found] == codes


@pytest.mark.parametrize(("seconds", "expected"), [(2.0, []), (2.1, ["time"])])
def test_time(case: Make, two: Make, judged: Judged, seconds: float, expected: list[str]) -> None:
    """An answer must come within the time that the case states."""
    made = two(1.5)
    timed = replace(made, steps=(replace(made.steps[0], seconds=(1.0, seconds)),))
    found = judged(case(Expectation(predictions=[1.5], within_seconds=2.0)), timed)
    assert [code for code, *_ in found] == expected


LIMITED = {"config": {"attemptTimeoutSeconds": 0.5, "retries": 0}}
TIMEOUT = CallError({"kind": "timeout", "message": "made up", "attempts": 1})


@pytest.mark.parametrize(
    ("answer", "expect", "wanted"),
    [
        (
            Fault(Code.TIMEOUT, "did not answer"),
            Expectation(error=ErrorExpectation({"kind": "timeout"}), within_seconds=2.0),
            'an error: {"kind":"timeout"} within 2 s (configured: attemptTimeoutSeconds = 0.5)',
        ),
        (
            TIMEOUT,
            Expectation(predictions=[1.5]),
            "predictions (configured: attemptTimeoutSeconds = 0.5)",
        ),
        (
            CallResult([1.5]),
            Expectation(predictions=[1.5], within_seconds=2.0),
            "within 2 s (configured: attemptTimeoutSeconds = 0.5)",
        ),
    ],
    ids=["no answer", "too early", "too late"],
)
def test_time_limits_are_shown(  # noqa: PLR0917
    case: Make, evidence: Make, judged: Judged, answer: Answer, expect: Expectation, wanted: str
) -> None:
    """What differs about time is shown with the limit that the client had, and the bound."""
    made = evidence(answers=(answer,))
    late = replace(made, steps=(replace(made.steps[0], seconds=(2.5,)),))
    assert wanted in [expected for _, _, expected, _ in judged(case(expect, **LIMITED), late)]


def test_wrong_service_is_named(
    case: Make, evidence: Make, exchange: Make, judged: Judged, key: str
) -> None:
    """Requests, and a key, at a service that should not have them are shown with its name."""
    both = (exchange(), exchange(service="there"))
    given = {"main.key": key, "other.key": "another"}
    names = {"made-up": "main", "there": "other"}
    made = evidence(exchanges=both, services=names, given=given)
    found = {code: text for code, _, _, text in judged(case(Expectation(predictions=[1.5])), made)}
    assert found.keys() == {"secret", "request-count"}
    assert found["secret"].endswith("in the header Authorization of a request to the service other")
    assert found["request-count"] == "2: 1 to the service main, 1 to the service other"


def test_reply_that_was_not_awaited(
    case: Make, evidence: Make, exchange: Make, judged: Judged
) -> None:
    """Predictions while the reply has not been sent are not those of the reply."""
    early = evidence(exchanges=(exchange(ending=Ending.OPEN),))
    found = judged(case(Expectation(predictions=[1.5])), early)
    assert [code for code, *_ in found] == ["reply-taken"]


def connection(**changes: Any) -> ConnectionRecord:
    """A connection to the service `other` with one request."""
    made = ConnectionRecord("there", 1, "", "", 10, 1, ClosedBy.CLIENT, 0.0, 1.0)
    return replace(made, **changes)


TRUSTED = connection(tls="TLSv1.3")
OPEN = connection(closed_by=ClosedBy.NOBODY, closed=None)
CLOSED_BY_ENDPOINT = connection(closed_by=ClosedBy.ENDPOINT)
REFUSED = connection(refused="TLSV1_ALERT_UNKNOWN_CA", received=0, requests=0)


@pytest.mark.parametrize(
    ("expect", "connections", "codes"),
    [
        (Service(connections=0), (), []),
        (Service(connections=0), (connection(),), ["service.connections"]),
        (Service(connections=1), (), ["service.connections"]),
        (Service(requests=0), (connection(received=0, requests=0),), []),
        (Service(requests=0), (connection(),), ["service.requests"]),
        (Service(requests=1), (), ["service.requests"]),
        (Service(left_open=0), (connection(),), []),
        (Service(left_open=0), (connection(), OPEN), ["service.left_open"]),
        (Service(left_open=0), (CLOSED_BY_ENDPOINT,), ["service.left_open"]),
        (Service(left_open=1), (connection(), OPEN), []),
        (Service(left_open=0), (), ["service.left_open"]),
        (Service(handshake=Handshake.COMPLETED), (TRUSTED,), []),
        (Service(handshake=Handshake.COMPLETED), (TRUSTED, REFUSED), ["service.handshake"]),
        (Service(handshake=Handshake.REFUSED), (REFUSED,), []),
        (Service(handshake=Handshake.REFUSED), (TRUSTED,), ["service.handshake"]),
        (Service(handshake=Handshake.REFUSED), (), ["service.handshake"]),
        (Service(handshake=Handshake.COMPLETED), (), ["service.handshake"]),
    ],
)
def test_services(  # noqa: PLR0917
    case: Make,
    evidence: Make,
    judged: Judged,
    expect: Service,
    connections: tuple[ConnectionRecord, ...],
    codes: list[str],
) -> None:
    """What a service must receive is counted among its own requests and connections alone."""
    names = {"made-up": "main", "there": "other"}
    made = evidence(connections=(*connections, connection(service="made-up")), services=names)
    expected = Expectation(predictions=[1.5], services={"other": expect})
    assert [code for code, *_ in judged(case(expected), made)] == codes
