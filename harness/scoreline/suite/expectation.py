"""What both witnesses must report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta

from scoreline.formats.json import render
from scoreline.protocol.message import shorten
from scoreline.suite.declaration import constrained, declared

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
_RESPONSE_MEMBERS = ("status", "attempts", "clientRequestId", "requestId")
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
_ERROR_MEMBER = "session.schema.json#/$defs/errorMember"
_RESPONSE_MEMBER = "session.schema.json#/$defs/responseMember"

_Header = Annotated[str, Meta(min_length=1)]


def _values(data: str, members: Iterable[str]) -> dict[str, Any]:
    """The schemas of the members of `data`: of what a case expects as of what a client reports."""
    return {
        name: {"$ref": f"session.schema.json#/$defs/{data}/properties/{name}"} for name in members
    }


def _explain_retry_at(expect: ErrorExpectation) -> Iterator[str]:
    if expect.retry_at is not None:
        yield f"error retryAfterSeconds: the seconds until {expect.retry_at.isoformat()}"


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
    retry_at: Annotated[
        datetime | None,
        declared(
            "The moment until which retryAfterSeconds counts, for a reply that names a date.",
            explain=_explain_retry_at,
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class ResponseExpectation:
    """What the client must say of a reply, written as one table: see `Expectation.response`."""

    members: Annotated[
        Mapping[str, Any],
        declared("Members of the response's data and their values.", explain="response {}: {}"),
    ]
    absent: Annotated[
        tuple[str, ...],
        declared("Members that the response's data must not have.", explain="response without {}"),
    ] = ()


def _explain_only(expect: RequestExpectation) -> Iterator[str]:
    if expect.only:
        yield f"no headers but {', '.join(expect.only)}, each at most once"


@constrained(minProperties=1)
@dataclass(frozen=True, slots=True)
class RequestExpectation:
    """What each request must be on the wire."""

    method: Annotated[str | None, declared("The method.", explain="method {}")] = None
    target: Annotated[
        str | None,
        declared(
            "Path and query, unchanged. ${target} stands for those of the scoring URI, ${root} for "
            "its path without the last segment.",
            explain="target {}",
        ),
    ] = None
    headers: Annotated[
        Mapping[str, str],
        declared(
            "Headers and their only values. ${key} stands for the service's key, ${authority} for "
            "host and port of the scoring URI.",
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
    same: Annotated[
        tuple[_Header, ...],
        declared(
            "Headers whose value is the same in each request, and `body`.",
            explain="the same {} in each request",
            minItems=1,
            uniqueItems=True,
        ),
    ] = ()
    only: Annotated[
        tuple[_Header, ...],
        declared(
            "The only headers that may be sent, each at most once.",
            explain=_explain_only,
            minItems=1,
            uniqueItems=True,
        ),
    ] = ()
    version: Annotated[
        str | None, declared("The HTTP version, such as HTTP/1.1.", explain="version {}")
    ] = None
    service: Annotated[
        str | None, declared("The service that must receive it.", explain="to the service {}")
    ] = None
    connection: Annotated[
        int | None,
        declared(
            "The connection on which it must come, numbered from 1 in the order in which the "
            "requests of the step use them.",
            explain="on connection {}",
            minimum=1,
        ),
    ] = None
    after_seconds: Annotated[
        float | None,
        declared(
            "How many seconds there must be at least between the end of the exchange before and "
            "this request.",
            explain="at least {:g} s after the exchange before",
            exclusiveMinimum=0,
        ),
    ] = None
    abandoned: Annotated[
        bool,
        declared(
            "The client closes the connection before it has the whole reply.",
            explain="its connection closed before the whole reply was sent",
            const=True,
        ),
    ] = False
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
            "The body is the JSON value of the call; its numbers are equal bit for bit. Of a call "
            "that sends bytes or nothing it is these bytes.",
            explain="a body that is what the call sends, numbers bit for bit",
            const=True,
        ),
    ] = False


class Handshake(StrEnum):
    """How every TLS handshake on a service's port ends."""

    COMPLETED = "completed"
    REFUSED = "refused"


@constrained(minProperties=1)
@dataclass(frozen=True, slots=True)
class ServiceExpectation:
    """What one of a case's services must receive, in all steps together."""

    requests: Annotated[
        int | None, declared("How many requests.", explain="{} requests", minimum=0)
    ] = None
    connections: Annotated[
        int | None,
        declared(
            "How many connections. The service must have a port of its own, so that those without "
            "a request are known.",
            explain="{} connections",
            minimum=0,
        ),
    ] = None
    left_open: Annotated[
        int | None,
        declared(
            "How many connections the client has not closed after all handles have been closed. "
            "Time is allowed for the others to close.",
            explain="{} connections that the client has not closed with its handles",
            minimum=0,
        ),
    ] = None
    handshake: Annotated[
        Handshake | None,
        declared(
            "How each TLS handshake ends, of which there must be at least one: `completed`, or "
            "`refused` by the client.",
            explain="each TLS handshake {}",
        ),
    ] = None


def _explain_predictions(expect: Expectation) -> Iterator[str]:
    if expect.error is None and expect.predictions is not None:
        tolerance = expect.relative_tolerance
        how = f"within {tolerance:g}, relative" if tolerance else "bit for bit"
        yield f"predictions {shorten(render(expect.predictions))}, {how}"


def _explain_requests(expect: Expectation) -> Iterator[str]:
    yield f"requests at the endpoint: {expect.requests}"
    if expect.requests == 0:
        yield "a control call that succeeds"


@constrained(
    conflicts={
        "error": ("predictions", "document", "code", "response"),
        "response": ("code",),
        "predictions": ("document", "code"),
        "document": ("code",),
        "sequence": ("requests",),
    }
)
@dataclass(frozen=True, slots=True)
class Expectation:
    """What both witnesses must report. Without `predictions` and `error`: the vector's predictions.

    If no request is expected, a control call follows that must succeed, so that an empty journal is
    evidence.

    Attributes:
        relative_tolerance: how far a prediction may be off, relative to the expected number; the
            vector's, or 0.0: bit for bit.
        of_vector: whether the predictions are the vector's.
    """

    predictions: Annotated[
        Any,
        declared(
            "The JSON value that the client must return; its numbers are compared bit for bit. "
            "${drawn:NAME} stands for the number of that name in a reply.",
            explain=_explain_predictions,
        ),
    ] = None
    document: Annotated[
        Any,
        declared(
            "The service's description, a JSON value, that the client must return.",
            explain="the description {}",
        ),
    ] = None
    relative_tolerance: float = 0.0
    of_vector: bool = False
    error: Annotated[
        ErrorExpectation | None,
        declared(
            "Members of the error's data and their values, and in `absent` the members that must "
            "not be there. ${sent:HEADER} in a text stands for that header of the first request. "
            "`retry_at` is the moment until which retryAfterSeconds counts.",
            type="object",
            required=["kind"],
            properties={
                **_values("errorData", _ERROR_MEMBERS),
                "absent": {"type": "array", "minItems": 1, "items": {"$ref": _ERROR_MEMBER}},
                "retry_at": {"type": "string", "pattern": _MOMENT},
            },
            propertyNames={"anyOf": [{"$ref": _ERROR_MEMBER}, {"enum": ["absent", "retry_at"]}]},
        ),
    ] = None
    response: Annotated[
        ResponseExpectation | None,
        declared(
            "Members of what the client says of the service's reply and their values, and in "
            "`absent` the members that must not be there. ${sent:HEADER} in a text stands for that "
            "header of the first request.",
            type="object",
            minProperties=1,
            properties={
                **_values("responseData", _RESPONSE_MEMBERS),
                "absent": {"type": "array", "minItems": 1, "items": {"$ref": _RESPONSE_MEMBER}},
            },
            propertyNames={"anyOf": [{"$ref": _RESPONSE_MEMBER}, {"enum": ["absent"]}]},
        ),
    ] = None
    code: Annotated[
        int | None,
        declared(
            "The JSON-RPC error code of the answer to a message that is no call. Without it the "
            "message must be answered without an error.",
            explain="JSON-RPC error {}",
        ),
    ] = None
    requests: Annotated[
        int,
        declared(
            "How many requests the endpoint must receive. By default one per call, and none for an "
            "error of kind configuration or for a message that is no call.",
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
    most_connections: Annotated[
        int | None,
        declared(
            "On how many connections the requests may come at most.",
            explain="connections: at most {}",
            minimum=1,
        ),
    ] = None
    within_seconds: Annotated[
        float | None,
        declared(
            "Seconds within which each call must end. Time in which the client waited for a "
            "processor does not count.",
            explain="within {:g} s",
            exclusiveMinimum=0,
        ),
    ] = None
    request: Annotated[
        RequestExpectation | None, declared("What each request must be on the wire.")
    ] = None
    sequence: Annotated[
        tuple[RequestExpectation, ...],
        declared(
            "What the requests must be one by one, in the order in which they start. There must be "
            "as many as the list has elements.",
            explain="request {}",
            minItems=1,
        ),
    ] = ()
    services: Annotated[
        Mapping[str, ServiceExpectation],
        declared(
            "What each service must receive, by name; `main` is the one that is called by default.",
            explain="service {}: {}",
            minProperties=1,
        ),
    ] = field(default_factory=dict)
