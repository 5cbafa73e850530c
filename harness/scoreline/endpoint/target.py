"""The target of a request: the service that it names, and the operation on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

_SERVICES = "/api/v1/service/"
_INSIDE_A_SEGMENT = frozenset("-_.~")


class Operation(Enum):
    """The operation that a path names."""

    SCORE = auto()
    SWAGGER = auto()
    HEALTH = auto()
    NOTHING = auto()
    """None of the three, or outside of any service."""


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed request target.

    Attributes:
        service: the service it names; empty if none.
        operation: the operation on that service.
        query: everything after the first `?`; empty without one.
    """

    service: str
    operation: Operation
    query: str


def parse_target(raw: str, default: str | None = None) -> Target:
    """Parses a raw target verbatim: nothing is decoded, joined or normalised.

    There are two forms: `/api/v1/service/<name>/score` of the first generation of Azure Machine
    Learning, and `/score` of the second, in which the host identifies the service.

    Args:
        raw: the target as it was sent in the request line.
        default: the service that the second form names; None: there is none.
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


def target_on_port(target: Target, service: str) -> Target:
    """What a target names on the port of one service: nothing if it names another service."""
    if target.service == service:
        return target
    return Target(service, Operation.NOTHING if target.service else Operation.SCORE, "")


def one_character_per_byte(text: str) -> str:
    """A target as latin-1, like the headers, whatever bytes it holds."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")


def _operation(path: str) -> Operation:
    if path.startswith("score") and (len(path) == len("score") or _ends_a_segment(path[5])):
        return Operation.SCORE
    if path == "swagger.json":
        return Operation.SWAGGER
    return Operation.HEALTH if not path else Operation.NOTHING


def _ends_a_segment(character: str) -> bool:
    """Whether `score` ends before this character: yes for `/`, `;` and `%`, no for `s`."""
    return not (character.isalnum() or character in _INSIDE_A_SEGMENT)
