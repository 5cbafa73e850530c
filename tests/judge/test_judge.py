"""Two witnesses: a case passes where both agree with it, and every difference is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scoreline.formats.json import Json
from scoreline.protocol.answer import Answer, CallError, Fault, Predictions
from scoreline.results.evidence import Control, Evidence
from scoreline.results.exchange import Ending, Exchange
from scoreline.suite.case import Case, ErrorExpectation, Expectation

Judged = list[tuple[str, str, str, str]]
Judge = Callable[[Case, Evidence], Judged]
MakeCase = Callable[..., Case]
MakeEvidence = Callable[..., Evidence]
MakeExchange = Callable[..., Exchange]

SCORED = Expectation(predictions=[1.5])
REFUSED = Expectation(
    error=ErrorExpectation({"kind": "service", "status": 503, "message": "no"}, ("requestId",))
)
UNSENT = Expectation(error=ErrorExpectation({"kind": "configuration"}), requests=0)
SAID: dict[str, Json] = {"kind": "service", "status": 503, "message": "no", "attempts": 1}
UNSAID: dict[str, Json] = {"kind": "configuration", "message": "no URI", "attempts": 0}


def test_both_agree(case: MakeCase, evidence: MakeEvidence, judged: Judge) -> None:
    """The right answer to the right request has no mismatch."""
    assert judged(case(SCORED), evidence()) == []
    assert judged(case(REFUSED), evidence(answers=(CallError(SAID),))) == []


def test_right_answer_without_a_request(
    case: MakeCase, evidence: MakeEvidence, judged: Judge
) -> None:
    """The right answer alone is not enough: the endpoint has seen nothing."""
    for expect, answer in ((SCORED, Predictions([1.5])), (REFUSED, CallError(SAID))):
        found = judged(case(expect), evidence(answers=(answer,), exchanges=()))
        assert found == [("endpoint", "requests", "1", "0")]


@pytest.mark.parametrize(
    ("answer", "mismatch"),
    [
        (Predictions([1.25]), ("predictions[0]", "1.5", "1.25")),
        (Predictions([1.5, 2.5]), ("predictions", "1 elements", "2 elements")),
        (Predictions(None), ("predictions", "[1.5]", "null")),
        (
            CallError(SAID),
            (
                "answer",
                "predictions",
                'an error: {"kind":"service","status":503,"message":"no","attempts":1}',
            ),
        ),
        (Fault("died of signal 9"), ("answer", "predictions", "died of signal 9")),
    ],
)
def test_right_request_with_a_wrong_answer(
    case: MakeCase,
    evidence: MakeEvidence,
    judged: Judge,
    answer: Answer,
    mismatch: tuple[str, str, str],
) -> None:
    """The right request alone is not enough: the client did not say what it should."""
    assert judged(case(SCORED), evidence(answers=(answer,))) == [("client", *mismatch)]


def test_both_are_wrong(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, judged: Judge
) -> None:
    """Where both are wrong both are told, the client first."""
    found = judged(
        case(SCORED), evidence(answers=(Predictions([2.5]),), exchanges=(exchange(),) * 2)
    )
    assert found == [
        ("client", "predictions[0]", "1.5", "2.5"),
        ("endpoint", "requests", "1", "2"),
    ]


@pytest.mark.parametrize("count", [0, 2])
def test_answers_are_counted(
    case: MakeCase, evidence: MakeEvidence, judged: Judge, count: int
) -> None:
    """A call has one answer: none is no success, and two are none either."""
    found = judged(case(SCORED), evidence(answers=(Predictions([1.5]),) * count))
    assert found == [("client", "answers", "1", str(count))]


def test_each_answer_is_judged(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, judged: Judge
) -> None:
    """Of several calls each answer counts, the last one too."""
    answers = (Predictions([1.5]), Predictions([1.5]), Fault("exited with status 1"))
    repeated = case(Expectation(predictions=[1.5], requests=3), repeat=3)
    found = judged(repeated, evidence(answers=answers, exchanges=(exchange(),) * 3))
    assert found == [("client", "answer", "predictions", "exited with status 1")]


def test_many_wrong_predictions_are_counted(
    case: MakeCase, evidence: MakeEvidence, judged: Judge
) -> None:
    """Of predictions that are all wrong five are listed, and the rest is counted."""
    expect = Expectation(predictions=[1.5] * 1000)
    found = judged(case(expect), evidence(answers=(Predictions([2.5] * 1000),)))
    assert [subject for _, subject, _, _ in found[:5]] == [
        f"predictions[{index}]" for index in range(5)
    ]
    assert found[5:] == [("client", "predictions", "no more differences", "995 more")]


@pytest.mark.parametrize(
    ("said", "mismatches"),
    [
        ({"status": 500}, [("error.status", "503", "500")]),
        ({"status": True}, [("error.status", "503", "true")]),
        ({"status": "503"}, [("error.status", "503", '"503"')]),
        ({"message": "No"}, [("error.message", '"no"', '"No"')]),
        ({"requestId": "x"}, [("error.requestId", "nothing", '"x"')]),
        (
            {"kind": "model", "status": 424},
            [("error.kind", '"service"', '"model"'), ("error.status", "503", "424")],
        ),
    ],
)
def test_error_members(
    case: MakeCase,
    evidence: MakeEvidence,
    judged: Judge,
    said: dict[str, Json],
    mismatches: list[tuple[str, str, str]],
) -> None:
    """Each member of an error is compared, and one that must be absent is."""
    found = judged(case(REFUSED), evidence(answers=(CallError(SAID | said),)))
    told = [one for one in found if one[1] != "error"]
    assert told == [("client", *mismatch) for mismatch in mismatches]


def test_error_member_is_missing(case: MakeCase, evidence: MakeEvidence, judged: Judge) -> None:
    """A member that is not there is told as missing."""
    said = {name: value for name, value in SAID.items() if name != "status"}
    found = judged(case(REFUSED), evidence(answers=(CallError(said),)))
    assert found == [("client", "error.status", "503", "nothing")]


def test_predictions_where_an_error_is_due(
    case: MakeCase, evidence: MakeEvidence, judged: Judge
) -> None:
    """An error body must not come out as a prediction."""
    ((witness, subject, expected, found),) = judged(
        case(REFUSED), evidence(answers=(Predictions({"message": "no"}),))
    )
    assert (witness, subject) == ("client", "answer")
    assert expected.startswith("an error: ")
    assert found == 'predictions: {"message":"no"}'


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "odd"}, {"attempts": -1}, {"attempts": None}, {"status": 99}, {"more": 1}],
)
def test_error_by_the_protocol(
    case: MakeCase, evidence: MakeEvidence, judged: Judge, wrong: dict[str, Json]
) -> None:
    """An error that breaks the protocol's table fails, whatever the case looks at."""
    found = judged(case(REFUSED), evidence(answers=(CallError(SAID | wrong),)))
    assert ("client", "error", "valid against the protocol") in {one[:3] for one in found}


def test_header_that_was_sent(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, judged: Judge
) -> None:
    """`${sent:NAME}` stands for that header of the first request, which must have been there."""
    identifier = "5b2f1c1e-58f0-4f0c-9f0b-0c8a2d9f6a11"
    expect = Expectation(
        error=ErrorExpectation({"kind": "service", "clientRequestId": "${sent:x-id}"})
    )
    answers = (CallError(SAID | {"clientRequestId": identifier}),)
    sent = (exchange({"X-Id": identifier}),)
    assert judged(case(expect), evidence(answers=answers, exchanges=sent)) == []
    for others in ((exchange({"X-Id": "other"}),), (exchange({}),)):
        found = judged(case(expect), evidence(answers=answers, exchanges=others))
        assert [one[1] for one in found] == ["error.clientRequestId"]


def test_abandoned_reply(
    case: MakeCase, evidence: MakeEvidence, exchange: MakeExchange, judged: Judge
) -> None:
    """A reply that the client gave up is no ground for predictions; for an error it may be."""
    seen = (exchange(ending=Ending.ABANDONED),)
    assert judged(case(SCORED), evidence(exchanges=seen)) != []
    late = Expectation(error=ErrorExpectation({"kind": "service"}))
    assert judged(case(late), evidence(answers=(CallError(SAID),), exchanges=seen)) == []


@pytest.fixture
def unsent(case: MakeCase, evidence: MakeEvidence, judged: Judge) -> Callable[..., Judged]:
    """Judges a call that was refused before anything was sent."""

    def judge_unsent(**changes: object) -> Judged:
        said = {"answers": (CallError(UNSAID),), "exchanges": ()} | changes
        return judged(case(UNSENT), evidence(**said))

    return judge_unsent


def test_control_call_comes_through(unsent: Callable[..., Judged], exchange: MakeExchange) -> None:
    """Where nothing was to be sent, a call that comes through shows that nothing was."""
    assert unsent(control=Control(Predictions([1.5]), (exchange(),))) == []


def test_control_call_is_missing(unsent: Callable[..., Judged]) -> None:
    """Without a control call, nothing seen is absence and not evidence."""
    assert unsent() == [("client", "control call", "predictions", "none was made")]


@pytest.mark.parametrize(
    ("control_answer", "mismatch"),
    [
        (Predictions([2.5]), ("[1.5]", "[2.5]")),
        (Fault("hung"), ("predictions", "hung")),
        (CallError({"kind": "timeout"}), ("predictions", 'an error: {"kind":"timeout"}')),
    ],
)
def test_control_call_fails(
    unsent: Callable[..., Judged],
    exchange: MakeExchange,
    control_answer: Answer,
    mismatch: tuple[str, str],
) -> None:
    """A client that refuses everything does not pass: its control call must come through."""
    told = unsent(control=Control(control_answer, (exchange(),)))
    assert told == [("client", "control call", *mismatch)]


@pytest.mark.parametrize("count", [0, 2])
def test_control_call_has_one_request(
    unsent: Callable[..., Judged], exchange: MakeExchange, count: int
) -> None:
    """A control call that the endpoint has not seen once is no evidence either."""
    told = unsent(control=Control(Predictions([1.5]), (exchange(),) * count))
    assert told == [("endpoint", "requests of the control call", "1", str(count))]


def test_request_where_none_was_due(unsent: Callable[..., Judged], exchange: MakeExchange) -> None:
    """A request that was not to be sent is a mismatch, however right error and control call are."""
    control = Control(Predictions([1.5]), (exchange(),))
    told = unsent(control=control, exchanges=(exchange(),))
    assert told == [("endpoint", "requests", "0", "1")]
