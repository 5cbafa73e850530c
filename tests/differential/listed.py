"""Replies that are listed one by one: HTTP at its edges and beyond them.

What becomes of such a reply is decided by the HTTP library of a client's platform, and no client
has a parser of its own to decide otherwise. Three things hold all the same: no client returns a
wrong prediction, none hangs, and none says anything but a prediction or an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from tests.differential.saying import divided, outside

from scoreline.protocol.answer import Answer, CallError, CallResult
from scoreline.suite.reply import Reply

PATH: Final = Path(__file__).with_name("listed.toml")
PREDICTIONS: Final = [8231.0625]
"""What a client that returns a prediction has to return, for rows as for a payload."""


@dataclass(frozen=True, slots=True)
class ListedReply:
    """A reply of the list.

    Attributes:
        name: unique in the list.
        what: what is odd about the reply.
        reply: the reply.
        differ: why the clients may say different things; empty if they must say the same.
    """

    name: str
    what: str
    reply: Reply
    differ: str = ""


def load_listed(path: Path = PATH) -> tuple[ListedReply, ...]:
    """The replies of a list, in its order.

    Raises:
        msgspec.ValidationError: an entry is not a reply.
        ValueError: two entries have the same name.
    """
    table = tomllib.loads(path.read_text("utf-8"))
    replies = msgspec.convert(table["reply"], tuple[ListedReply, ...])
    names = [one.name for one in replies]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{path.name}: several replies are named {', '.join(repeated)}")
    return replies


def wording(answer: Answer) -> str:
    """What a client says, in a word or two."""
    if isinstance(answer, CallResult):
        return "prediction" if answer.value == PREDICTIONS else f"prediction {answer.value}"
    if isinstance(answer, CallError):
        kind, status = answer.members.get("kind"), answer.members.get("status")
        return f"{kind} ({status})" if kind == "service" else str(kind)
    return f"no answer: {answer}"


def problem(listed: ListedReply, answers: Mapping[str, Answer], *, every: bool) -> str | None:
    """What is wrong with what the clients say of a reply, for people; None if nothing is.

    Args:
        listed: the reply.
        answers: by client.
        every: whether these are all clients; two of them may say the same where not all do.
    """
    wrong = [
        name
        for name, answer in answers.items()
        if isinstance(answer, CallResult) and answer.value != PREDICTIONS
    ]
    difference = divided(answers)
    if found := outside(answers):
        return f"neither a prediction nor an error\n{found}"
    if wrong:
        said = "\n".join(f"  {name}: {wording(answers[name])}" for name in wrong)
        return f"a wrong prediction\n{said}"
    if difference is not None and not listed.differ:
        return f"the clients say different things, and `differ` does not say why\n{difference}"
    if difference is None and listed.differ and every:
        return f"the clients say the same, but `differ` says: {listed.differ}"
    return None
