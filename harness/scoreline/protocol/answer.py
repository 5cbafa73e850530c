"""Answers: predictions, an error with its fields, or the fault that took their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from scoreline.fault import Fault
from scoreline.formats.json import Json, render
from scoreline.protocol.operation import Operation


@dataclass(frozen=True, slots=True)
class CallResult:
    """The call succeeded.

    Attributes:
        value: what it returned: the predictions as they were read, the document that describes the
            service, or `{}` from a question for its health.
        response: what it says of the service's reply; empty if it says nothing.
        operation: what was asked for.
    """

    value: Json
    response: Mapping[str, Json] = field(default_factory=dict)
    operation: Operation = Operation.SCORE

    @property
    def described(self) -> str:
        """What it returned, for people; a value of any length."""
        if self.operation is Operation.HEALTH:
            return self.operation.result
        return f"{self.operation.result} {render(self.value)}"


@dataclass(frozen=True, slots=True)
class CallError:
    """The client's library reported an error.

    Attributes:
        members: the `data` of the error, or the line on a one-shot's standard error.
    """

    members: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class MessageAnswer:
    """The answer to a message of a session that is no call.

    Attributes:
        code: the JSON-RPC error code; None: no error, or a notification, which has no answer.
    """

    code: int | None


@dataclass(frozen=True, slots=True)
class Omitted:
    """An answer that was too long for a report. Occurs in reports only.

    Attributes:
        characters: length of the answer as JSON.
        start: its first characters.
    """

    characters: int
    start: str


Answer: TypeAlias = CallResult | CallError | MessageAnswer | Fault | Omitted
"""A `Fault` stands for the lack of an answer: the client died, hung or broke the protocol."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A client's answer to `initialize`.

    Attributes:
        name: name of the library.
        version: its version.
        language: for people.
        runtime: what runs it.
        capabilities: sorted names; docs/protocol.md lists them.
    """

    name: str
    version: str
    language: str
    runtime: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """What a one-shot left when it ended.

    Attributes:
        exit_status: negative for the signal that ended it.
        stdout: the bytes of its standard output.
        stderr: the last bytes of its standard error.
        omitted: bytes of both that were left out of a report.
    """

    exit_status: int
    stdout: bytes
    stderr: bytes
    omitted: int = 0
