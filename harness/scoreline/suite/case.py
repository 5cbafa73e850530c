"""A case: one situation, and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scoreline.formats.json import Json
from scoreline.suite.requirement import Level
from scoreline.suite.service import Reply

SENT_KEY = "${key}"
"""In an expected text: the key of the case's service."""
SENT_TARGET = "${target}"
"""In an expected text: path and query of the scoring URI that the client was given."""


class Door(StrEnum):
    """How the call reaches the client."""

    SESSION = "session"
    ONE_SHOT = "one-shot"


class Credentials(StrEnum):
    """Which key the client is given."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Call:
    """What the client is asked to do.

    Attributes:
        door: session or one-shot.
        rows: a matrix to score; None for the other two.
        payload: any JSON value to send as it is, where `rows` and `stdin` are None.
        stdin: the very bytes for a one-shot's standard input; None for the other two.
        repeat: how often the call is made, one after the other, on one client.
        credentials: which key goes into the configuration.
        suffix: put behind the scoring URI.
        alone: played in a session of its own, whose end counts as well.
        config: members of the configuration beside `uri` and `key`, or instead of them; a member
            that is None is left out.
    """

    door: Door = Door.SESSION
    rows: tuple[tuple[float, ...], ...] | None = None
    payload: Json = None
    stdin: bytes | None = None
    repeat: int = 1
    credentials: Credentials = Credentials.RIGHT
    suffix: str = ""
    alone: bool = False
    config: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ErrorExpectation:
    """The error that the client must report.

    Attributes:
        members: members of the error's `data` and their values. A text may hold `${sent:NAME}`,
            the value of a header of the first request.
        absent: members that must not be there.
    """

    members: Mapping[str, Json]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestExpectation:
    """What each request must be on the wire.

    Attributes:
        method: the method; None: not looked at.
        target: path and query to the letter, may be `${target}`; None: not looked at.
        headers: header and its only value, which may hold `${key}`.
        matches: header and a regular expression that its only value matches as a whole.
        without: headers that must not be there.
        distinct: headers whose value differs from request to request.
        valid: the body is valid against the request schema of the service.
        body: the body is the JSON value that the call gave, its numbers to the bit.
    """

    method: str | None = None
    target: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    matches: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    valid: bool = False
    body: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """What both witnesses must say. Either `error` is there or `predictions` counts.

    Attributes:
        predictions: the JSON value that the client must answer with.
        relative_tolerance: how far a prediction may be off; 0.0: to the bit.
        error: the error that the client must report instead.
        requests: how many requests the endpoint must have seen. Where it is 0, a control call
            follows that must come through, so that nothing seen is evidence and not absence.
        connections: how many connections they came on; None: not looked at.
        request: what each of them was; None: not looked at.
    """

    predictions: Json = None
    relative_tolerance: float = 0.0
    error: ErrorExpectation | None = None
    requests: int = 1
    connections: int | None = None
    request: RequestExpectation | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One situation and what must come of it.

    Attributes:
        subject: the file's subject.
        name: unique within the subject.
        title: what a client does in it, third person, such as "reports 503 as an error".
        why: why the subject exists.
        file: the file it was read from, for people.
        requirements: identifiers of what it proves.
        level: the highest level among them.
        needs: capabilities without which it is not applicable.
        authenticated: whether the service asks for a key.
        replies: the service's script; empty: the model answers.
        call: what the client is asked to do.
        expect: what must come of it.
    """

    subject: str
    name: str
    title: str
    why: str
    file: str
    requirements: tuple[str, ...]
    level: Level
    needs: tuple[str, ...]
    authenticated: bool
    replies: tuple[Reply, ...]
    call: Call
    expect: Expectation

    @property
    def identifier(self) -> str:
        """`subject/name`."""
        return f"{self.subject}/{self.name}"
