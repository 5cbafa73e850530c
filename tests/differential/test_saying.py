"""What counts as a difference between two clients, and what does not."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.differential.saying import divided, outside

from scoreline.fault import Code, Fault
from scoreline.protocol.answer import Answer, CallError, CallResult


def error(**members: object) -> CallError:
    """An error of kind service, with these members besides."""
    return CallError({"kind": "service", "message": "no", "attempts": 1, **members})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CallResult([1.0]), CallResult([1.0000000000000002])),
        (CallResult([0.0]), CallResult([-0.0])),
        (CallResult([]), CallResult([1.0])),
        (CallResult([1.0]), error()),
        (error(), error(status=500)),
        (error(requestId="a"), error(requestId="b")),
        (error(message="no"), error(message="yes")),
        (error(retryAfterSeconds=1.5), error(retryAfterSeconds=1.0)),
        (error(kind="connection"), error(kind="timeout")),
        (error(kind="response-format", body="a"), error(kind="response-format", body="b")),
    ],
)
def test_difference(one: Answer, other: Answer) -> None:
    """Predictions differ by a bit; errors by any member that both could know."""
    shown = divided({"go": one, "java": other, "python": one})
    assert shown is not None
    assert [line.split(":")[0].strip() for line in shown.splitlines()] == ["go", "java", "python"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CallResult([1.0, 2]), CallResult([1.0, 2.0])),
        (error(clientRequestId="a"), error(clientRequestId="b")),
        (error(requestId=str(UUID(int=1))), error(requestId=str(UUID(int=2)))),
        (error(kind="connection", message="reset"), error(kind="connection", message="EOF")),
        (error(retryAfterSeconds=2338445000.1), error(retryAfterSeconds=2338445000.9)),
    ],
)
def test_no_difference(one: Answer, other: Answer) -> None:
    """Identifiers, a client's own words, and the time until a date may differ."""
    assert divided({"go": one, "java": other}) is None


def test_outside_of_the_model() -> None:
    """An answer that is neither a prediction nor an error is shown, even if all give it."""
    fault = Fault(Code.ADAPTER_FAILED, "its adapter failed with error -32603: ValueError")
    answers: dict[str, Answer] = {"go": fault, "java": fault}
    assert divided(answers) is None
    assert "ValueError" in (outside(answers) or "")
    assert outside({"go": CallResult([]), "java": error()}) is None
