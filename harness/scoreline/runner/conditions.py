"""What all executions with one client have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from scoreline.drivers.driver import Launch
from scoreline.drivers.fair_clock import Usage
from scoreline.drivers.program import Program
from scoreline.endpoint import Endpoint
from scoreline.fault import Code, Fault


@dataclass(slots=True)
class Sight:
    """Whether the arguments of a client's processes can be read here.

    Attributes:
        tried: whether that was tried.
        succeeded: whether they were read at least once: a container may also have ended just then.
    """

    tried: bool = False
    succeeded: bool = False

    @property
    def is_barred(self) -> bool:
        """Whether it was tried, and never succeeded."""
        return self.tried and not self.succeeded


@dataclass(frozen=True, slots=True)
class Conditions:
    """What all executions with one client have in common.

    Attributes:
        endpoint: the endpoint that it calls.
        host: the host under which it reaches the endpoint.
        start: starts one of its programs.
        deadline_seconds: limit for one item in a session, and for each program of a one-shot.
        grace_seconds: time to answer a further message once the deadline has passed.
        sight: whether the arguments of its processes can be read.
    """

    endpoint: Endpoint
    host: str
    start: Callable[[Launch], Awaitable[Program]]
    deadline_seconds: float
    grace_seconds: float
    sight: Sight = field(default_factory=Sight)


def timed_out(what: str, seconds: float, usage: Usage, remedy: str = "") -> Fault:
    """The fault of a client that exceeded a limit, with what its processors' time went to.

    Args:
        what: begins the message, such as `did not answer within`.
        seconds: the limit.
        usage: what happened since the limit began.
        remedy: what its author may do about it; empty if nothing is known.
    """
    details = {
        "seconds": seconds,
        "used_seconds": round(usage.used, 3),
        "waited_seconds": round(usage.waited, 3),
        "harness_seconds": round(usage.harness, 3),
    }
    message = (
        f"{what} {seconds:g} s; it used {usage.used:.1f} s of processor time, and waited "
        f"{usage.waited:.1f} s for a processor and up to {usage.harness:.1f} s for the harness"
    )
    return Fault(Code.TIMEOUT, message, details, remedy)
