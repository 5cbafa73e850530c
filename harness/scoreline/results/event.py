"""The events of a run, in the order they happen: the one stream that every report is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scoreline.fault import Fault
from scoreline.protocol.answer import Identity
from scoreline.results.exchange import Unrouted
from scoreline.results.verdict import ItemInfo, Verdict


@dataclass(frozen=True, slots=True)
class PlannedClient:
    """A client and what it is to be judged by.

    Attributes:
        name: unique in the run.
        language: for people.
        items: identifiers of its items.
    """

    name: str
    language: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnusableDriver:
    """A driver that the run would have preferred and cannot use.

    Attributes:
        driver: its name.
        fault: why.
    """

    driver: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The first event.

    Attributes:
        version: of Scoreline.
        suite: version of the suite that the cases come from; empty if it has none.
        seed: of the numbers that were drawn for the run.
        clients: in the order they were given.
        items: every item of the run, once.
        unusable: drivers that cannot be used here, so that clients run another way.
    """

    version: str
    suite: str
    seed: int
    clients: tuple[PlannedClient, ...]
    items: tuple[ItemInfo, ...]
    unusable: tuple[UnusableDriver, ...] = ()


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
        driver: the driver that runs it.
        identity: its answer to `initialize`; None for a client without a session.
        build_seconds: duration of the build, or of finding that nothing had to be built.
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
    """No driver can run the client here. Nothing is known about the client.

    Attributes:
        client: the client's name.
        fault: what is missing, with the remedy.
        required: whether the run required the client, which makes this a failure.
    """

    client: str
    fault: Fault
    required: bool


@dataclass(frozen=True, slots=True)
class ArgumentsUnread:
    """The arguments of a client's processes cannot be read here, and so not searched for keys.

    Attributes:
        client: the client's name.
    """

    client: str


@dataclass(frozen=True, slots=True)
class ItemJudged:
    """There is a verdict on an item with a client.

    Attributes:
        verdict: the verdict.
    """

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The last event; a report without it was cut off.

    Attributes:
        totals: number of verdicts by outcome.
        unavailable: names of the clients that could not be run.
        required_unavailable: names among them that were required.
        exit_status: 0 all as expected, 1 a client failed, 3 nothing could be judged.
        seconds: duration of each phase by name; phases of different clients overlap.
        unrouted: what the endpoints received that belongs to no case.
    """

    totals: Mapping[str, int]
    unavailable: tuple[str, ...]
    required_unavailable: tuple[str, ...]
    exit_status: int
    seconds: Mapping[str, float]
    unrouted: tuple[Unrouted, ...] = ()


Event: TypeAlias = (
    RunStarted
    | Progress
    | ClientReady
    | ClientUnavailable
    | ArgumentsUnread
    | ItemJudged
    | RunFinished
)
