"""What is expected and what was found are called what the operation returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoreline.protocol.answer import CallError, CallResult
from scoreline.protocol.operation import Operation
from scoreline.suite.expectation import ErrorExpectation, Expectation

REFUSED = CallError({"kind": "service", "message": "no", "attempts": 1, "status": 500})
EXPECTED = ErrorExpectation({"kind": "service"})


@pytest.mark.parametrize(
    ("operation", "value", "result", "found"),
    [
        (Operation.SCORE, [1.5], "predictions", "predictions [1.5]"),
        (Operation.HEALTH, {}, "that the service is healthy", "that the service is healthy"),
        (
            Operation.SWAGGER,
            {"info": {}},
            "the service's description",
            """the service's description {"info":{}}""",
        ),
    ],
)
def test_names(
    *,
    case: Callable[..., Any],
    evidence: Callable[..., Any],
    judged: Callable[..., Any],
    operation: Operation,
    value: Any,
    result: str,
    found: str,
) -> None:
    """A call of any operation that succeeded or failed and should not have."""
    call = {"operation": operation}
    succeeded = CallResult(value, operation=operation)
    expectation = Expectation(error=EXPECTED)
    (_, place, _, said), *_ = judged(case(expectation, **call), evidence(answers=(succeeded,)))
    assert (place, said) == ("answer", found)
    (_, place, wanted, _), *_ = judged(case(Expectation(), **call), evidence(answers=(REFUSED,)))
    assert (place, wanted) == ("answer", result)
