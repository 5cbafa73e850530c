"""Verdicts: what follows from the evidence of one case with one client."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
