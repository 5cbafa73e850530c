"""Evidence and verdict: what both witnesses said of a case, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from scoreline.contract.answer import Answer, Output
from scoreline.contract.journal import Exchange


@dataclass(frozen=True, slots=True)
class Control:
    """The call that follows where nothing was to be sent.

    Attributes:
        answer: what the client said.
        exchanges: what the endpoint saw of it.
    """

    answer: Answer
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What both witnesses said of one case.

    Attributes:
        answers: one for each call, in order.
        outputs: what a one-shot left, one for each call; empty for a session.
        exchanges: what the endpoint saw.
        target: path and query of the URI that the client was given.
        key: the key of the service, which the client should have sent.
        secrets: every key the client was given; they must appear nowhere.
        spoken: everything the client said for this case, to be searched for them.
        control: the call that followed; None where none was due.
    """

    answers: tuple[Answer, ...]
    outputs: tuple[Output, ...]
    exchanges: tuple[Exchange, ...]
    target: str
    key: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    spoken: str = field(repr=False)
    control: Control | None = None


class Outcome(StrEnum):
    """What a verdict comes to."""

    PASS = "pass"  # noqa: S105 - the word of the house for a verdict
    FAIL = "fail"
    NO_VERDICT = "no-verdict"
    NOT_APPLICABLE = "not-applicable"


class Witness(StrEnum):
    """Who said it."""

    CLIENT = "client"
    ENDPOINT = "endpoint"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One difference between expectation and evidence.

    Attributes:
        witness: whose word it is about.
        subject: what was compared, such as `status` or `header Content-Type`.
        expected: in words or JSON.
        found: in words or JSON.
    """

    witness: Witness
    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.witness}: {self.subject}: expected {self.expected}, found {self.found}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case with one client. Holds no secret: the engine masks before it judges.

    Attributes:
        client: the client's name.
        case: the case's identifier.
        level: the case's level.
        outcome: pass, fail, no verdict or not applicable.
        mismatches: every difference that was found.
        reason: why there is no verdict, or why the case is not applicable; else empty.
        said: what the client said, for people.
        seen: what the endpoint saw, for people.
        stderr: the client's last lines on standard error.
        seconds: from the first byte given to the client to the verdict.
    """

    client: str
    case: str
    level: str
    outcome: Outcome
    mismatches: tuple[Mismatch, ...] = ()
    reason: str = ""
    said: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    stderr: tuple[str, ...] = ()
    seconds: float = 0.0
