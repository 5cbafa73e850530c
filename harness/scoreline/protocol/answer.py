"""What the client said: predictions, an error with its fields, or something against the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scoreline.formats.json import Json


@dataclass(frozen=True, slots=True)
class Predictions:
    """The call succeeded.

    Attributes:
        value: the predictions as they were read.
    """

    value: Json


@dataclass(frozen=True, slots=True)
class CallError:
    """The client's library reported an error.

    Attributes:
        members: the `data` of the error, or the line on a one-shot's standard error.
    """

    members: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Fault:
    """No answer that counts: the client broke the rules, died, hung or could not do it.

    Attributes:
        words: what happened, in words.
    """

    words: str


Answer: TypeAlias = Predictions | CallError | Fault


@dataclass(frozen=True, slots=True)
class Identity:
    """What a client says of itself in `initialize`.

    Attributes:
        name: name of the library.
        version: its version.
        language: for people.
        runtime: what runs it.
        capabilities: words of docs/protocol.md.
    """

    name: str
    version: str
    language: str
    runtime: str
    capabilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Output:
    """What a one-shot left behind.

    Attributes:
        exit_status: as the parent sees it; negative for a signal.
        stdout: its bytes, at most as many as the driver keeps.
        stderr: the same.
    """

    exit_status: int
    stdout: bytes
    stderr: bytes
