"""What happens in a run, in the order it happens: the one stream that all reports are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scoreline.protocol.answer import Identity
from scoreline.results.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The first event.

    Attributes:
        version: of Scoreline.
        clients: names, in the order they were given.
        cases: identifiers.
        engine_missing: why clients run as processes that would run in containers; empty where a
            Docker engine answers, and where it was not asked for.
    """

    version: str
    clients: tuple[str, ...]
    cases: tuple[str, ...]
    engine_missing: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of a client's build or start.

    Attributes:
        client: the client's name.
        step: what is being done, such as `Step 3/9 : RUN go mod download`.
    """

    client: str
    step: str


@dataclass(frozen=True, slots=True)
class ClientReady:
    """A client is built and has answered `initialize`.

    Attributes:
        client: the client's name.
        driver: `container` or `process`.
        identity: what it says of itself; None for a client without a session.
        build_seconds: time of the build or of finding that none was due.
        start_seconds: from the start of the program to its answer.
        built: whether something was built.
    """

    client: str
    driver: str
    identity: Identity | None
    build_seconds: float
    start_seconds: float
    built: bool


@dataclass(frozen=True, slots=True)
class ClientUnavailable:
    """A client that can be run in no way here. Nothing is known about it.

    Attributes:
        client: the client's name.
        reason: what is missing.
        remedy: what to do about it.
        required: whether the run was told to require it, which makes this a failure.
    """

    client: str
    reason: str
    remedy: str
    required: bool


@dataclass(frozen=True, slots=True)
class CaseJudged:
    """A case came to its end with one client.

    Attributes:
        verdict: what it came to.
    """

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The last event; a report without it was cut off.

    Attributes:
        totals: how many verdicts came to each outcome.
        unavailable: names of the clients that could not be run.
        missing: names among them that were required.
        exit_status: 0 all as expected, 1 a client failed, 3 nothing could be judged.
        seconds: how long each part took, by name; parts of different clients overlap.
    """

    totals: Mapping[str, int]
    unavailable: tuple[str, ...]
    missing: tuple[str, ...]
    exit_status: int
    seconds: Mapping[str, float]


Event: TypeAlias = (
    RunStarted | Progress | ClientReady | ClientUnavailable | CaseJudged | RunFinished
)
