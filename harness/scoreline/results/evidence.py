"""Evidence: what both witnesses, the client and the endpoint, said of one case."""

from __future__ import annotations

from dataclasses import dataclass, field

from scoreline.protocol.answer import Answer, Output
from scoreline.results.exchange import Exchange


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
