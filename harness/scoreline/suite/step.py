"""A step of a case: one thing that is done, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from scoreline.suite.call import Call
from scoreline.suite.declaration import constrained, declared
from scoreline.suite.expectation import Expectation


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the protocol that is no call, or one that the protocol does not define."""

    method: Annotated[str, declared("The method.", explain="the message {}", minLength=1)]
    params: Annotated[Any, declared("The parameters.", explain="with the parameters {}")] = None
    notification: Annotated[
        bool,
        declared(
            "Whether it is a notification, which has no identifier and is not answered.",
            explain="as a notification",
            const=True,
        ),
    ] = False


@constrained(conflicts={"message": ("call",)})
@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done: a call, repeated or not, or another message."""

    beside_previous: Annotated[
        bool,
        declared(
            "Begins together with the step before it, and not when that has ended.",
            explain="together with the step before",
            const=True,
        ),
    ] = False
    call: Annotated[Call | None, declared("What the client is asked to do in this step.")] = None
    message: Annotated[
        Message | None, declared("A message that the session is sent instead of a call.")
    ] = None
    expect: Annotated[Expectation, declared("What both witnesses must report of this step.")] = (
        field(default_factory=Expectation)
    )
    shares_requests: bool = False
    """Whether other steps begin together with it, so that requests are counted for all of them."""
