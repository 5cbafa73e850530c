"""A case: one situation and what must come of it. These classes are the format of case files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta

from scoreline.formats.json import render
from scoreline.protocol.manifest import Mode
from scoreline.protocol.message import shorten
from scoreline.suite.declaration import constrained, declared
from scoreline.suite.requirement import Level
from scoreline.suite.service import Reply, ServiceDefinition

SENT_KEY = "${key}"
"""In an expected text: the key of the case's service."""
SENT_TARGET = "${target}"
"""In an expected text: path and query of the scoring URI that the client was given."""

_ERROR_MEMBERS = (
    "kind",
    "message",
    "attempts",
    "clientRequestId",
    "status",
    "requestId",
    "modelStatus",
    "modelReason",
    "retryAfterSeconds",
    "body",
)
_ERROR_VALUES = {
    name: {"$ref": f"session.schema.json#/$defs/errorData/properties/{name}"}
    for name in _ERROR_MEMBERS
}
"""The schemas of an error's members: of what a case expects as of what a client reports."""
_ERROR_MEMBER = "session.schema.json#/$defs/errorMember"
_CAPABILITY = "session.schema.json#/$defs/initializeResult/properties/capabilities/items"
_SETTINGS = [
    "uri",
    "key",
    "connectTimeoutSeconds",
    "attemptTimeoutSeconds",
    "retries",
    "application",
]

_Header = Annotated[str, Meta(min_length=1)]


class Credentials(StrEnum):
    """Which key the client is given."""

    VALID = "valid"
    WRONG = "wrong"
    NONE = "none"


_CREDENTIALS = {
    Credentials.VALID: "with the service's key",
    Credentials.WRONG: "with a wrong key",
    Credentials.NONE: "without a key",
}


def _explain_rows(call: Call) -> Iterator[str]:
    if call.rows is not None and len(call.rows) == 1:
        yield f"the row {shorten(render(call.rows[0]))}"
    elif call.rows is not None:
        first = f", {shorten(render(call.rows[0]))} first" if call.rows else ""
        yield f"{len(call.rows)} rows{first}"


def _explain_credentials(call: Call) -> Iterator[str]:
    yield _CREDENTIALS[call.credentials]


def _explain_config(call: Call) -> Iterator[str]:
    given = {name: value for name, value in call.config.items() if value is not None}
    if given:
        yield f"configured with {render(given)}"
    yield from (f"configured without {name}" for name in call.config if name not in given)


@constrained(minProperties=1)
@dataclass(frozen=True, slots=True)
class Call:
    """What the client is asked to do: score one of `vector`, `rows`, `payload` and `stdin`.

    When a case is read, `rows` are filled in from the vector and, for a one-shot, `payload` from
    the rows. At most one of `rows`, `payload` and `stdin` is then not None.
    """

    mode: Annotated[
        Mode,
        declared("How the client's program is run.", explain="mode {}", otherwise="mode session"),
    ] = Mode.SESSION
    vector: Annotated[
        str | None,
        declared("Name of the vector whose rows are scored.", explain="the vector {}"),
    ] = None
    rows: Annotated[
        tuple[tuple[float, ...], ...] | None,
        declared("The matrix to score, one array per row.", explain=_explain_rows),
    ] = None
    payload: Annotated[
        Any, declared("Any JSON value, sent unchanged.", explain="the payload {}")
    ] = None
    stdin: Annotated[
        str | None,
        declared("The text on a one-shot's standard input.", explain="standard input {!r}"),
    ] = None
    repeat: Annotated[
        int,
        declared(
            "How often the call is made, one after the other, on one client.",
            explain="{} times",
            minimum=1,
            maximum=1000,
        ),
    ] = 1
    credentials: Annotated[
        Credentials,
        declared("Which key the client is given.", explain=_explain_credentials),
    ] = Credentials.VALID
    suffix: Annotated[
        str,
        declared(
            "Appended to the scoring URI; clients send it unchanged.",
            explain="scoring URI followed by {!r}",
            minLength=1,
        ),
    ] = ""
    alone: Annotated[
        bool,
        declared(
            "Played as the last case of a session, whose end is judged as well.",
            explain="as the last case of a session, whose end is judged as well",
        ),
    ] = False
    config: Annotated[
        Mapping[str, Any],
        declared(
            "Members of the configuration in addition to uri and key, or instead of them.",
            explain=_explain_config,
            propertyNames={"enum": _SETTINGS},
        ),
    ] = field(default_factory=dict)
    """Once the case is read, a member to leave out is None."""
    omit: Annotated[
        tuple[Annotated[str, Meta(extra_json_schema={"enum": ["uri", "key"]})], ...],
        declared("Members of the configuration to leave out."),
    ] = ()


@dataclass(frozen=True, slots=True)
class ErrorExpectation:
    """The error that the client must report, written as one table: see `Expectation.error`."""

    members: Annotated[
        Mapping[str, Any],
        declared("Members of the error's data and their values.", explain="error {}: {}"),
    ]
    absent: Annotated[
        tuple[str, ...],
        declared("Members that the error's data must not have.", explain="error without {}"),
    ] = ()


@constrained(minProperties=1)
@dataclass(frozen=True, slots=True)
class RequestExpectation:
    """What each request must be on the wire."""

    method: Annotated[str | None, declared("The method.", explain="method {}")] = None
    target: Annotated[
        str | None,
        declared(
            "Path and query, unchanged. ${target} stands for those of the scoring URI.",
            explain="target {}",
        ),
    ] = None
    headers: Annotated[
        Mapping[str, str],
        declared(
            "Headers and their only values. ${key} stands for the service's key.",
            explain="header {}: {}",
            minProperties=1,
        ),
    ] = field(default_factory=dict)
    matches: Annotated[
        Mapping[str, str],
        declared(
            "Headers and regular expressions that match the whole of their only values.",
            explain="header {} matches {}",
            minProperties=1,
        ),
    ] = field(default_factory=dict)
    without: Annotated[
        tuple[_Header, ...],
        declared(
            "Headers that must not be sent.", explain="no header {}", minItems=1, uniqueItems=True
        ),
    ] = ()
    distinct: Annotated[
        tuple[_Header, ...],
        declared(
            "Headers whose value differs from request to request.",
            explain="a different {} in each request",
            minItems=1,
            uniqueItems=True,
        ),
    ] = ()
    valid: Annotated[
        bool,
        declared(
            "The body is valid against the service's request schema.",
            explain="a body that is valid against the service's request schema",
            const=True,
        ),
    ] = False
    body: Annotated[
        bool,
        declared(
            "The body is the JSON value of the call; its numbers are equal bit for bit.",
            explain="a body that is the call's JSON value, numbers bit for bit",
            const=True,
        ),
    ] = False


def _explain_predictions(expect: Expectation) -> Iterator[str]:
    if expect.error is None:
        tolerance = expect.relative_tolerance
        how = f"within {tolerance:g}, relative" if tolerance else "bit for bit"
        yield f"predictions {shorten(render(expect.predictions))}, {how}"


def _explain_requests(expect: Expectation) -> Iterator[str]:
    yield f"requests at the endpoint: {expect.requests}"
    if expect.requests == 0:
        yield "a control call that succeeds"


@constrained(conflicts={"error": ("predictions",)})
@dataclass(frozen=True, slots=True)
class Expectation:
    """What both witnesses must report. Without `predictions` and `error`: the vector's predictions.

    If no request is expected, a control call follows that must succeed, so that an empty journal is
    evidence.

    Attributes:
        relative_tolerance: how far a prediction may be off, relative to the expected number; the
            vector's, or 0.0: bit for bit.
    """

    predictions: Annotated[
        Any,
        declared(
            "The JSON value that the client must return; its numbers are compared bit for bit. "
            "${drawn:NAME} stands for the number of that name in a reply.",
            explain=_explain_predictions,
        ),
    ] = None
    relative_tolerance: float = 0.0
    error: Annotated[
        ErrorExpectation | None,
        declared(
            "Members of the error's data and their values, and in `absent` the members that must "
            "not be there. ${sent:HEADER} in a text stands for that header of the first request.",
            type="object",
            required=["kind"],
            properties={
                **_ERROR_VALUES,
                "absent": {"type": "array", "minItems": 1, "items": {"$ref": _ERROR_MEMBER}},
            },
            propertyNames={"anyOf": [{"$ref": _ERROR_MEMBER}, {"const": "absent"}]},
        ),
    ] = None
    requests: Annotated[
        int,
        declared(
            "How many requests the endpoint must receive. By default one per call, and none for an "
            "error of kind configuration.",
            explain=_explain_requests,
            derived=True,
            minimum=0,
        ),
    ] = 1
    connections: Annotated[
        int | None,
        declared(
            "How many connections the requests must come on.",
            explain="connections: {}",
            minimum=1,
        ),
    ] = None
    request: Annotated[
        RequestExpectation | None, declared("What each request must be on the wire.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One situation and what must come of it.

    Attributes:
        subject: the file's subject.
        why: why the subject exists.
        file: name of the file it was read from.
        level: the highest level among its requirements.
    """

    subject: str
    why: str
    file: str
    level: Level
    name: Annotated[
        str,
        declared(
            "Second part of the identifier, unique in the subject.",
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        ),
    ]
    title: Annotated[
        str,
        declared(
            "What a client does, in the third person: reports, sends, refuses.",
            minLength=10,
            maxLength=90,
        ),
    ]
    requirements: Annotated[
        tuple[str, ...],
        declared("Identifiers of the requirements it proves.", minItems=1, uniqueItems=True),
    ]
    needs: Annotated[
        tuple[Annotated[str, Meta(extra_json_schema={"$ref": _CAPABILITY})], ...],
        declared(
            "Capabilities without which the case is not applicable.",
            explain="{}",
            uniqueItems=True,
        ),
    ] = ()
    service: Annotated[ServiceDefinition, declared("The service that the client calls.")] = field(
        default_factory=ServiceDefinition
    )
    call: Annotated[Call, declared("What the client is asked to do.")]
    expect: Annotated[Expectation, declared("What both witnesses must report.")] = field(
        default_factory=Expectation
    )

    @property
    def identifier(self) -> str:
        """`subject/name`."""
        return f"{self.subject}/{self.name}"

    @property
    def authenticated(self) -> bool:
        """Whether the service requires its key."""
        return self.service.key

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The service's replies; empty: the model answers."""
        return self.service.replies
