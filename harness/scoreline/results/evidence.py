"""Evidence on one item, from both witnesses: the client and the endpoint."""

from __future__ import annotations

from dataclasses import dataclass, field

from scoreline.protocol.answer import Answer, Output
from scoreline.results.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Testimony:
    """The evidence of both witnesses on some calls.

    Attributes:
        answers: the client's, one per call, in order.
        outputs: what each one-shot left; empty for a session.
        exchanges: the endpoint's, in the order they started.
    """

    answers: tuple[Answer, ...] = ()
    outputs: tuple[Output, ...] = ()
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an item is judged by.

    Attributes:
        testimony: on the item's calls.
        control: on the control call, which follows if nothing was to be sent; None if there was
            none.
        target: path and query of the URI that the client was given.
        key: the service's key, which the client should have sent.
        secrets: every key that the client was given; none may appear in anything it writes.
        transcript: what the client wrote for this item, to be searched for them; texts without any
            of them may be left out.
    """

    testimony: Testimony = field(default_factory=Testimony)
    control: Testimony | None = None
    target: str = ""
    key: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    transcript: str = field(default="", repr=False)
