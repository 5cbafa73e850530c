"""Evidence on one item, from both witnesses: the client and the endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoreline.protocol.answer import Answer, Output
from scoreline.results.connection import ConnectionRecord
from scoreline.results.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Testimony:
    """The evidence of both witnesses on some calls.

    Attributes:
        answers: the client's, one per call, in order.
        outputs: what each one-shot left; empty for a session.
        exchanges: the endpoint's, in the order they started.
        connections: the endpoint's, in the order in which it accepted them: those of the exchanges,
            and all others on a port that only these calls use.
    """

    answers: tuple[Answer, ...] = ()
    outputs: tuple[Output, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    connections: tuple[ConnectionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class StepEvidence:
    """The evidence on one step of an item.

    Attributes:
        answers: the client's, one per call, in the order of the calls.
        outputs: what each one-shot left.
        exchanges: the endpoint's, from those that started with the step to those that started
            before the next one. Steps that began together share them.
        seconds: how long each answer took, without the time in which the client waited for a
            processor or for the harness.
        span: Unix times in seconds, at which the step began and at which the evidence was taken.
    """

    answers: tuple[Answer, ...] = ()
    outputs: tuple[Output, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    seconds: tuple[float, ...] = ()
    span: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an item is judged by.

    Attributes:
        testimony: on the item's calls.
        steps: the same, step by step.
        control: on the control call, which follows if nothing was to be sent; None if there was
            none.
        given: what the item's placeholders stand for, by name: `target`, `key` and the like.
        services: the names of the item's services, by their names on the endpoint.
        secrets: every key that the client was given; none may appear in anything it writes.
        transcript: what the client wrote for this item, to be searched for them; texts without any
            of them may be left out.
        exposed: the argument of one of the client's processes that has one of them in it, masked;
            empty if none was seen.
    """

    testimony: Testimony = field(default_factory=Testimony)
    steps: tuple[StepEvidence, ...] = ()
    control: Testimony | None = None
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    services: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    transcript: str = field(default="", repr=False)
    exposed: str = ""

    def service_of(self, exchange: Exchange) -> str:
        """The name that the item gives to the service of an exchange; its own if it gives none."""
        return self.services.get(exchange.service, exchange.service)
