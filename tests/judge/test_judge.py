"""A case passes if both witnesses agree with it, and every mismatch is listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scoreline.fault import Code, Fault
from scoreline.formats.json import Json
from scoreline.protocol.answer import Answer, CallError, CallResult, Omitted
from scoreline.results.evidence import Evidence, Testimony
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.verdict import Mismatch
from scoreline.suite.case import Case
from scoreline.suite.expectation import ErrorExpectation, Expectation, ResponseExpectation

Judge = Callable[[Case, Evidence], list[tuple[str, str, str, str]]]
JudgeCodes = Callable[[Case, Evidence], list[tuple[str, str]]]
MakeCase = Callable[..., Case]
MakeEvidence = Callable[..., Evidence]
MakeExchange = Callable[..., Exchange]

SCORED = Expectation(predictions=[1.5])
REFUSED = Expectation(
    error=ErrorExpectation({"kind": "service", "status": 503, "message": "no"}, ("requestId",))
)
UNSENT = Expectation(error=ErrorExpectation({"kind": "configuration"}), requests=0)
REFUSAL: dict[str, Json] = {"kind": "service", "status": 503, "message": "no", "attempts": 1}
WRONG_URI: dict[str, Json] = {"kind": "configuration", "message": "no URI", "attempts": 0}
EXITED = Fault(Code.EXITED, "exited with status 1", {"status": 1})


def test_both_agree(case: MakeCase, evidence: MakeEvidence, judged: Judge) -> None:
    """The right answer after the right request has no mismatch."""
    assert judged(case(SCORED), evidence()) == []
    assert judged(case(REFUSED), evidence(answers=(CallError(REFUSAL),))) == []


def test_answers_beside_a_missing_one(
    case: MakeCase, evidence: MakeEvidence, judged: Judge
) -> None:
    """If one of several answers is missing, the others are not held against each other's rows."""
    answers = (EXITED, CallResult([2.5]), CallResult([1.5]))
    several = case(SCORED, repeat=3)
    codes = [code for code, *_ in judged(several, evidence(answers=answers))]
    assert Code.EXITED in codes
    assert "predictions" not in codes


@pytest.mark.parametrize(
    ("seconds", "right"),
    [
        (100.0, True),
        (98.5, True),
        (69.0, True),
        (68.0, False),
        (102.0, False),
        (None, False),
    ],
)
def test_time_until_a_date(
    case: MakeCase, evidence: MakeEvidence, judged: Judge, seconds: float | None, *, right: bool
) -> None:
    """It counts from a moment between the beginning of the step and its end, to the second."""
    throttled = {"kind": "throttled", "message": "HTTP 429", "attempts": 1, "status": 429}
    members: dict[str, Json] = {**throttled, "retryAfterSeconds": seconds}
    if seconds is None:
        del members["retryAfterSeconds"]
    moment = datetime.fromtimestamp(1100, tz=UTC)
    expect = Expectation(error=ErrorExpectation({"kind": "throttled"}, retry_at=moment))
    made = evidence(answers=(CallError(members),))
    step = replace(made.steps[0], span=(1000.0, 1030.0))
    codes = [code for code, *_ in judged(case(expect), replace(made, steps=(step,)))]
    assert codes == ([] if right else ["error.retryAfterSeconds"])


@pytest.mark.parametrize(
    ("expect", "answer"), [(SCORED, CallResult([1.5])), (REFUSED, CallError(REFUSAL))]
)
def test_right_answer_without_a_request(
    case: MakeCase,
    evidence: MakeEvidence,
    mismatches: Callable[[Case, Evidence], tuple[Mismatch, ...]],
    expect: Expectation,
    answer: Answer,
) -> None:
    """The right answer alone is not enough: the endpoint received no request."""
    (found,) = mismatches(case(expect), evidence(answers=(answer,), exchanges=()))
    assert (found.witness, found.code) == ("endpoint", "request-count")
    assert (found.expected, found.found) == ("1", "0")


@pytest.mark.parametrize(
    ("answer", "mismatch"),
    [
        (CallResult([1.25]), ("predictions", "predictions[0]", "1.5", "1.25")),
        (CallResult(None), ("predictions", "predictions", "[1.5]", "null")),
        (EXITED, (Code.EXITED, "answer", "predictions", EXITED.message)),
    ],
)
def test_right_request_with_a_wrong_answer(
    case: MakeCase,
    evidence: MakeEvidence,
    judged: Judge,
    answer: Answer,
    mismatch: tuple[str, str, str, str],
) -> None:
    """The right request alone is not enough; a fault has its code."""
    assert judged(case(SCORED), evidence(answers=(answer,))) == [mismatch]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (CallResult([1.5, 2.5]), "predictions"),
        (CallError(REFUSAL), "answer"),
        (EXITED, Code.EXITED),
    ],
)
def test_wrong_answer_is_the_clients(
    case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes, answer: Answer, code: str
) -> None:
    """A mismatch in an answer is about the client's evidence."""
    assert codes(case(SCORED), evidence(answers=(answer,))) == [("client", code)]


def test_both_are_wrong(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, codes: JudgeCodes
) -> None:
    """If both witnesses disagree with the case both are listed, the client first."""
    wrong = evidence(answers=(CallResult([2.5]),), exchanges=(exchange(),) * 2)
    assert codes(case(SCORED), wrong) == [
        ("client", "predictions"),
        ("endpoint", "request-count"),
    ]


@pytest.mark.parametrize("count", [0, 2])
def test_answers_are_counted(
    case: MakeCase, evidence: MakeEvidence, judged: Judge, count: int
) -> None:
    """A call has one answer: neither none nor two are a success."""
    found = judged(case(SCORED), evidence(answers=(CallResult([1.5]),) * count))
    assert found == [("answer-count", "answers", "1", str(count))]


def test_each_answer_is_judged(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, codes: JudgeCodes
) -> None:
    """Of several calls each answer counts, the last one too."""
    answers = (CallResult([1.5]), CallResult([1.5]), EXITED)
    repeated = case(Expectation(predictions=[1.5], requests=3), repeat=3)
    found = codes(repeated, evidence(answers=answers, exchanges=(exchange(),) * 3))
    assert found == [("client", Code.EXITED)]


def test_many_wrong_predictions_are_counted(
    case: MakeCase, evidence: MakeEvidence, judged: Judge
) -> None:
    """If all predictions are wrong, five are listed and the others counted."""
    expect = Expectation(predictions=[1.5] * 1000)
    found = judged(case(expect), evidence(answers=(CallResult([2.5] * 1000),)))
    assert [subject for _, subject, _, _ in found] == [
        *(f"predictions[{index}]" for index in range(5)),
        "predictions",
    ]
    assert {code for code, _, _, _ in found} == {"predictions"}
    assert "995" in found[5][3]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"status": 500}, [("error.status", "error.status", "503", "500")]),
        ({"status": True}, [("error.status", "error.status", "503", "true")]),
        ({"status": "503"}, [("error.status", "error.status", "503", '"503"')]),
        ({"message": "No"}, [("error.message", "error.message", '"no"', '"No"')]),
        ({"requestId": "x"}, [("error.requestId", "error.requestId", "nothing", '"x"')]),
        (
            {"kind": "model", "status": 424},
            [
                ("error.kind", "error.kind", '"service"', '"model"'),
                ("error.status", "error.status", "503", "424"),
            ],
        ),
    ],
)
def test_error_members(
    case: MakeCase,
    evidence: MakeEvidence,
    judged: Judge,
    changed: dict[str, Json],
    expected: list[tuple[str, str, str, str]],
) -> None:
    """Each expected member of an error is compared, and each one that must be absent."""
    found = judged(case(REFUSED), evidence(answers=(CallError(REFUSAL | changed),)))
    assert [one for one in found if one[0] != "error-schema"] == expected


def test_place_within_an_error_member(
    case: MakeCase, evidence: MakeEvidence, judged: Judge
) -> None:
    """The subject is the place that differs, the code names the member."""
    expect = Expectation(error=ErrorExpectation({"kind": "service", "details": {"a": [1]}}))
    members = REFUSAL | {"details": {"a": [2]}}
    found = judged(case(expect), evidence(answers=(CallError(members),)))
    assert ("error.details", "error.details.a[0]", "1", "2") in found


def test_error_member_is_missing(case: MakeCase, evidence: MakeEvidence, judged: Judge) -> None:
    """An expected member that is missing is a mismatch."""
    members = {name: value for name, value in REFUSAL.items() if name != "status"}
    found = judged(case(REFUSED), evidence(answers=(CallError(members),)))
    assert found == [("error.status", "error.status", "503", "nothing")]


def test_predictions_instead_of_an_error(
    case: MakeCase, evidence: MakeEvidence, judged: Judge
) -> None:
    """The body of an error must not be returned as a prediction."""
    ((code, subject, expected, found),) = judged(
        case(REFUSED), evidence(answers=(CallResult({"message": "no"}),))
    )
    assert (code, subject) == ("answer", "answer")
    assert '"kind":"service"' in expected
    assert '{"message":"no"}' in found


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "odd"}, {"attempts": -1}, {"attempts": None}, {"status": 99}, {"more": 1}],
)
def test_error_that_breaks_the_protocol(
    case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes, wrong: dict[str, Json]
) -> None:
    """An error that is invalid by the protocol's schema fails, whatever the case compares."""
    found = codes(case(REFUSED), evidence(answers=(CallError(REFUSAL | wrong),)))
    assert ("client", "error-schema") in found


RESPONSE: dict[str, Json] = {
    "status": 201,
    "attempts": 1,
    "clientRequestId": "00000000-0000-4000-8000-000000000000",
}
RESPONDED = replace(
    SCORED, response=ResponseExpectation({"status": 201, "attempts": 1}, ("requestId",))
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"status": 200}, ["response.status"]),
        ({"attempts": True}, ["response.attempts", "response-schema"]),
        ({"requestId": "here"}, ["response.requestId"]),
        ({"more": 1}, ["response-schema"]),
    ],
)
def test_response(
    case: MakeCase,
    evidence: MakeEvidence,
    codes: JudgeCodes,
    changed: dict[str, Json],
    expected: list[str],
) -> None:
    """What a client says of a reply is compared member by member, and held against the schema."""
    found = codes(case(RESPONDED), evidence(answers=(CallResult([1.5], RESPONSE | changed),)))
    assert found == [("client", code) for code in expected]


def test_no_response(case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes) -> None:
    """A client that says nothing of a reply lacks every member that is expected, and no other."""
    expected = [("client", "response.status"), ("client", "response.attempts")]
    assert codes(case(RESPONDED), evidence(answers=(CallResult([1.5]),))) == expected
    assert codes(case(SCORED), evidence(answers=(CallResult([1.5]),))) == []


def test_response_of_a_wrong_prediction(
    case: MakeCase, evidence: MakeEvidence, codes: JudgeCodes
) -> None:
    """What is said of a reply does not hide a wrong prediction."""
    found = codes(case(RESPONDED), evidence(answers=(CallResult([2.5], RESPONSE),)))
    assert found == [("client", "predictions")]


def test_omitted_answer_is_a_defect(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, judged: Judge
) -> None:
    """An answer is omitted only from reports, so none can be judged."""
    omitted = Omitted(1_000_000, "[1.5, ")
    with pytest.raises(TypeError):
        judged(case(SCORED), evidence(answers=(omitted,)))
    control = Testimony((omitted,), (), (exchange(),))
    refused = evidence(answers=(CallError(WRONG_URI),), exchanges=(), control=control)
    with pytest.raises(TypeError):
        judged(case(UNSENT), refused)


def test_header_that_was_sent(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, judged: Judge
) -> None:
    """`${sent:NAME}` stands for that header of the first request, which must have one."""
    identifier = "5b2f1c1e-58f0-4f0c-9f0b-0c8a2d9f6a11"
    expect = Expectation(
        error=ErrorExpectation({"kind": "service", "clientRequestId": "${sent:x-id}"})
    )
    answers = (CallError(REFUSAL | {"clientRequestId": identifier}),)
    sent = (exchange({"X-Id": identifier}),)
    assert judged(case(expect), evidence(answers=answers, exchanges=sent)) == []
    other = exchange({"X-Id": "other"})
    twice = Expectation(error=expect.error, requests=2)
    assert judged(case(twice), evidence(answers=answers, exchanges=(*sent, other))) == []
    for others in ((other,), (exchange({}),)):
        found = judged(case(expect), evidence(answers=answers, exchanges=others))
        assert [code for code, _, _, _ in found] == ["error.clientRequestId"]


def test_abandoned_reply(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, codes: JudgeCodes
) -> None:
    """Predictions from an abandoned reply are a mismatch; an error after one is not."""
    seen = (exchange(ending=Ending.ABANDONED),)
    assert codes(case(SCORED), evidence(exchanges=seen)) == [("endpoint", "reply-taken")]
    late = Expectation(error=ErrorExpectation({"kind": "service"}))
    assert codes(case(late), evidence(answers=(CallError(REFUSAL),), exchanges=seen)) == []


@pytest.fixture
def unsent(
    case: MakeCase,
    evidence: MakeEvidence,
    mismatches: Callable[[Case, Evidence], tuple[Mismatch, ...]],
) -> Callable[..., tuple[Mismatch, ...]]:
    """Judges a call that was refused before anything was sent."""

    def judge_unsent(**changes: object) -> tuple[Mismatch, ...]:
        given = {"answers": (CallError(WRONG_URI),), "exchanges": ()} | changes
        return mismatches(case(UNSENT), evidence(**given))

    return judge_unsent


Unsent = Callable[..., tuple[Mismatch, ...]]


def test_control_call_succeeds(unsent: Unsent, exchange: MakeExchange) -> None:
    """A control call that succeeds shows that the client could have sent a request."""
    assert unsent(control=Testimony((CallResult([1.5]),), (), (exchange(),))) == ()


def test_control_call_is_missing(unsent: Unsent) -> None:
    """Without a control call, an empty journal proves nothing."""
    (found,) = unsent()
    assert (found.witness, found.code) == ("client", "control")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (CallResult([2.5]), "control"),
        (CallError({"kind": "timeout"}), "control"),
        (Fault(Code.TIMEOUT, "did not answer in time"), Code.TIMEOUT),
    ],
)
def test_control_call_fails(
    unsent: Unsent, exchange: MakeExchange, answer: Answer, code: str
) -> None:
    """A client that refuses everything does not pass; a fault has its code."""
    (found,) = unsent(control=Testimony((answer,), (), (exchange(),)))
    assert (found.witness, found.code) == ("client", code)


def test_control_call_with_wrong_predictions(unsent: Unsent, exchange: MakeExchange) -> None:
    """Its predictions are compared with those of the control vector."""
    (found,) = unsent(control=Testimony((CallResult([2.5]),), (), (exchange(),)))
    assert (found.expected, found.found) == ("[1.5]", "[2.5]")


@pytest.mark.parametrize("count", [0, 2])
def test_control_call_has_one_answer(unsent: Unsent, exchange: MakeExchange, count: int) -> None:
    """A control call without an answer proves nothing, nor does one with two."""
    (found,) = unsent(control=Testimony((CallResult([1.5]),) * count, (), (exchange(),)))
    assert (found.witness, found.code) == ("client", "control")
    assert (found.expected, found.found) == ("1", str(count))


@pytest.mark.parametrize("count", [0, 2])
def test_control_call_has_one_request(unsent: Unsent, exchange: MakeExchange, count: int) -> None:
    """A control call that is not exactly one request at the endpoint proves nothing."""
    (found,) = unsent(control=Testimony((CallResult([1.5]),), (), (exchange(),) * count))
    assert (found.witness, found.code) == ("endpoint", "control")
    assert (found.expected, found.found) == ("1", str(count))


def test_request_that_must_not_be_sent(unsent: Unsent, exchange: MakeExchange) -> None:
    """It is a mismatch even if the error and the control call are right."""
    control = Testimony((CallResult([1.5]),), (), (exchange(),))
    (found,) = unsent(control=control, exchanges=(exchange(),))
    assert (found.witness, found.code) == ("endpoint", "request-count")
    assert (found.expected, found.found) == ("0", "1")
