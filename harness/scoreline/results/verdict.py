"""Verdicts: what follows from the evidence on one item with one client."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from scoreline.fault import Fault
from scoreline.results.evidence import Testimony


class Outcome(StrEnum):
    """The outcome of a verdict."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    NO_VERDICT = "no-verdict"
    NOT_APPLICABLE = "not-applicable"


class Witness(StrEnum):
    """Whose evidence a mismatch is about."""

    CLIENT = "client"
    ENDPOINT = "endpoint"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One difference between expectation and evidence.

    Attributes:
        code: what was compared, such as `request.headers`; the fault's code if a fault was found.
        witness: whose evidence it is about.
        subject: the place that differs, such as `header Content-Type` or `predictions[3]`.
        expected: as text or JSON.
        found: as text or JSON.
    """

    code: str
    witness: Witness
    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.witness}: {self.subject}: expected {self.expected}, found {self.found}"


@dataclass(frozen=True, slots=True)
class ItemInfo:
    """What a report shows of an item.

    Attributes:
        identifier: unique in a run, such as `errors/status-503`.
        title: what a client does in it, third person.
        requirements: identifiers of the requirements it proves.
        level: the highest level among them; empty for an item without levels.
    """

    identifier: str
    title: str
    requirements: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one item with one client. Holds no secret: it is masked when it is made.

    Attributes:
        client: the client's name.
        item: what was judged.
        outcome: pass, fail, no verdict or not applicable.
        mismatches: every difference that was found.
        reason: why there is no verdict, or why the item is not applicable; else None.
        testimony: the evidence on the item's calls.
        control: the evidence on the control call; None if none was made.
        stderr: the last lines of the client's standard error; only if the item did not pass.
        seconds: from the first byte given to the client to the verdict.
        in_flight: how many other items were in flight in the same session while this one was, at
            most.
    """

    client: str
    item: ItemInfo
    outcome: Outcome
    mismatches: tuple[Mismatch, ...] = ()
    reason: Fault | None = None
    testimony: Testimony = field(default_factory=Testimony)
    control: Testimony | None = None
    stderr: tuple[str, ...] = ()
    seconds: float = 0.0
    in_flight: int = 0
