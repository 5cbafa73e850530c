"""A call: what the client is given, and what it is asked to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta

from scoreline.formats.json import render
from scoreline.protocol.manifest import Mode
from scoreline.protocol.message import shorten
from scoreline.protocol.operation import Operation
from scoreline.protocol.spelling import Spelling
from scoreline.suite.declaration import constrained, declared

MAIN_HANDLE = "main"
"""The handle of calls that name none."""
MAIN_SERVICE = "main"
"""What the service of a case is called where there are several."""

_LIMITS = ("connectTimeoutSeconds", "attemptTimeoutSeconds", "overallTimeoutSeconds")
"""Members of the configuration that say how long a client may wait."""
_SETTINGS = [
    "uri",
    "key",
    *_LIMITS,
    "retries",
    "secondaryKey",
    "replyLimitBytes",
    "application",
    "caCertificates",
]
_OPTIONS = ["attemptTimeoutSeconds", "overallTimeoutSeconds", "retries"]
_NAME = "^[a-z][a-z0-9-]*$"
_Setting = Annotated[str, Meta(extra_json_schema={"enum": _SETTINGS})]


class Credentials(StrEnum):
    """Which key the client is given."""

    VALID = "valid"
    WRONG = "wrong"
    NONE = "none"


_CREDENTIALS = {
    Credentials.VALID: "given the service's key",
    Credentials.WRONG: "given a wrong key",
    Credentials.NONE: "given no key",
}


class GiveUp(StrEnum):
    """How a call is given up once the endpoint has received its request."""

    CANCEL = "cancel"
    CLOSE = "close"


_GIVEN_UP = {
    GiveUp.CANCEL: "cancelled as soon as the endpoint has received its request",
    GiveUp.CLOSE: "its handle closed as soon as the endpoint has received its request",
}


_SPELLED = {
    Spelling.REORDERED: "with the members of every object from the last to the first",
    Spelling.SPACED: "with blanks around every token",
    Spelling.ESCAPED: "with every character of names and strings escaped",
    Spelling.EXPONENTS: "with every double in exponential form",
    Spelling.LARGE_ID: "with a large integer as id",
    Spelling.EXTENDED: "with an unknown member in the message and in its params",
}


_ASKED = {
    Operation.HEALTH: "whether the service is healthy",
    Operation.SWAGGER: "the service's description",
}


def _explain_rows(call: Call) -> Iterator[str]:
    if call.rows is not None and len(call.rows) == 1:
        yield f"the row {shorten(render(call.rows[0]))}"
    elif call.rows is not None:
        first = f", {shorten(render(call.rows[0]))} first" if call.rows else ""
        yield f"{len(call.rows)} rows{first}"


def _explain_operation(call: Call) -> Iterator[str]:
    if call.operation is not Operation.SCORE:
        yield _ASKED[call.operation]


def _explain_body(call: Call) -> Iterator[str]:
    if call.body is not None:
        yield f"the bytes {shorten(repr(call.octets)[1:])}"


def _explain_credentials(call: Call) -> Iterator[str]:
    yield _CREDENTIALS[call.credentials]


def _explain_config(call: Call) -> Iterator[str]:
    given = {name: value for name, value in call.config.items() if value is not None}
    if given:
        yield f"configured with {shorten(render(given))}"
    yield from (f"configured without {name}" for name in call.config if name not in given)
    yield from (f"configured with {name} = null" for name in call.null)


def _explain_spelling(call: Call) -> Iterator[str]:
    if call.spelling in _SPELLED:
        yield f"messages written {_SPELLED[call.spelling]}"


def _explain_give_up(call: Call) -> Iterator[str]:
    if call.give_up is not None:
        yield _GIVEN_UP[call.give_up]


@constrained(minProperties=1)
@dataclass(frozen=True, slots=True)
class Call:
    """What the client is asked to do: by default to score.

    It scores one of `vector`, `rows`, `payload`, `body` and `stdin`. When a case is read, `rows`
    are filled in from the vector and, for a one-shot, `payload` from the rows. At most one of
    `rows`, `payload`, `body` and `stdin` is then not None.
    """

    operation: Annotated[
        Operation,
        declared(
            "What the client is asked for: `score`, the service's `health`, or its description, "
            "`swagger`.",
            explain=_explain_operation,
        ),
    ] = Operation.SCORE

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
    body: Annotated[
        str | None,
        declared(
            "Bytes that are scored, one for each character from U+0000 to U+00FF.",
            explain=_explain_body,
            pattern="^[\\u0000-\\u00ff]*$",
        ),
    ] = None
    content_type: Annotated[
        str, declared("The media type of `body`.", explain="declared as {}", minLength=1)
    ] = ""
    stdin: Annotated[
        str | None,
        declared("The text on a one-shot's standard input.", explain="standard input {!r}"),
    ] = None
    repeat: Annotated[
        int,
        declared(
            "How often the call is made, one after the other, on one handle.",
            explain="{} times",
            minimum=1,
            maximum=1000,
        ),
    ] = 1
    at_once: Annotated[
        bool,
        declared(
            "All calls of `repeat` are made at the same time.",
            explain="all at the same time",
            const=True,
        ),
    ] = False
    one_row_each: Annotated[
        bool,
        declared(
            "Of the calls of `repeat`, the first one scores the first row of the vector, the next "
            "one the second row, and so on.",
            explain="one row each, the first call the first one",
            const=True,
        ),
    ] = False
    handle: Annotated[
        str,
        declared(
            "The handle of the call. It is opened by the first call that names it, with that "
            "call's configuration, and closed at the end of the case.",
            explain="on the handle {}",
            pattern=_NAME,
        ),
    ] = MAIN_HANDLE
    reopen: Annotated[
        bool,
        declared(
            "The handle, which an earlier step has opened, is closed before the call, and opened "
            "again under the same name with this call's configuration.",
            explain="after its handle was closed and opened again",
            const=True,
        ),
    ] = False
    to: Annotated[
        str,
        declared(
            "The service whose scoring URI and key the handle is given: a name in `services`.",
            explain="to the service {}",
            pattern=_NAME,
        ),
    ] = MAIN_SERVICE
    give_up: Annotated[
        GiveUp | None,
        declared(
            "How the call is given up once the endpoint has received its request: `cancel` the "
            "call, or `close` its handle.",
            explain=_explain_give_up,
        ),
    ] = None
    spelling: Annotated[
        Spelling,
        declared(
            "How the messages of the call are written, of the many ways that JSON allows.",
            explain=_explain_spelling,
        ),
    ] = Spelling.PLAIN
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
    end_of_input: Annotated[
        bool,
        declared(
            "The session is ended by the end of its input instead of `shutdown`.",
            explain="in a session that ends with the end of its input",
            const=True,
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
    options: Annotated[
        Mapping[str, Any],
        declared(
            "Settings of this call alone, which take the place of those of its handle.",
            explain="with the option {} = {} for this call alone",
            minProperties=1,
            propertyNames={"enum": _OPTIONS},
        ),
    ] = field(default_factory=dict)
    unknown: Annotated[
        Mapping[str, Any],
        declared(
            "Members of the configuration that the protocol does not define.",
            explain="configured with the unknown {} = {}",
            minProperties=1,
            propertyNames={"not": {"enum": _SETTINGS}},
        ),
    ] = field(default_factory=dict)
    null: Annotated[
        tuple[_Setting, ...],
        declared(
            "Members of the configuration that are null, which TOML cannot say.",
            minItems=1,
            uniqueItems=True,
        ),
    ] = ()
    omit: Annotated[
        tuple[Annotated[str, Meta(extra_json_schema={"enum": ["uri", "key"]})], ...],
        declared("Members of the configuration to leave out."),
    ] = ()
    environment: Annotated[
        Mapping[str, str],
        declared(
            "Environment variables of the client's program, in addition to those of a one-shot. "
            "In their texts {files} stands for the folder of `files`.",
            explain="environment variable {}={}",
            minProperties=1,
            propertyNames={"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
        ),
    ] = field(default_factory=dict)
    files: Annotated[
        Mapping[str, str],
        declared(
            "Files that the client's program can read: name and text.",
            explain="a file {} with the text {}",
            minProperties=1,
            propertyNames={"pattern": "^[A-Za-z0-9_-][A-Za-z0-9._-]*$"},
        ),
    ] = field(default_factory=dict)

    @property
    def limits(self) -> Mapping[str, Any]:
        """The time limits that the client is given for the call, in seconds, by setting."""
        given = {**self.config, **self.options}
        return {name: given[name] for name in _LIMITS if given.get(name) is not None}

    @property
    def octets(self) -> bytes:
        """The bytes of `body`."""
        return (self.body or "").encode("latin-1")

    @property
    def sends_json(self) -> bool:
        """Whether its request has a JSON value as its body, and not `octets`."""
        return self.operation is Operation.SCORE and self.body is None
