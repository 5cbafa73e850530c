"""The target of a request: which service it names, and what it asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

_SERVICES = "/api/v1/service/"
_INSIDE_A_SEGMENT = frozenset("-_.~")


class Operation(Enum):
    """What a path stands for."""

    SCORE = auto()
    SWAGGER = auto()
    HEALTH = auto()
    NOTHING = auto()
    """Not one of the three, or outside every service."""


@dataclass(frozen=True, slots=True)
class Target:
    """A request target, taken apart.

    Attributes:
        service: the service it names; empty where it names none.
        operation: what it asks of it.
        query: what follows the first `?`; empty where there is none.
    """

    service: str
    operation: Operation
    query: str


def parse_target(raw: str, default: str | None = None) -> Target:
    """Takes a raw target apart, to the letter: nothing is decoded, joined or made shorter.

    Two forms are known: `/api/v1/service/<name>/score` of the first generation of Azure Machine
    Learning, and `/score` of the second, where the host stands for the service.

    Args:
        raw: the target as it stood in the request line.
        default: the service that the second form stands for; None: none.
    """
    if raw.startswith(_SERVICES):
        service, slash, rest = raw[len(_SERVICES) :].partition("/")
        if not slash:
            return Target("", Operation.NOTHING, "")
    elif default is not None and raw.startswith("/"):
        service, rest = default, raw[1:]
    else:
        return Target("", Operation.NOTHING, "")
    path, _, query = rest.partition("?")
    return Target(service, _operation(path), query)


def _operation(path: str) -> Operation:
    if path.startswith("score") and (len(path) == len("score") or _ends_a_segment(path[5])):
        return Operation.SCORE
    if path == "swagger.json":
        return Operation.SWAGGER
    return Operation.HEALTH if not path else Operation.NOTHING


def _ends_a_segment(character: str) -> bool:
    """Whether this character after `score` leaves it a word of its own: `/`, `;`, `%`, not `s`."""
    return not (character.isalnum() or character in _INSIDE_A_SEGMENT)
