"""Session messages: JSON-RPC 2.0, one message per line. docs/protocol.md is the specification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from scoreline.fault import Code, Fault, FaultError
from scoreline.formats.json import Json, parse, render
from scoreline.protocol.answer import Answer, CallError, CallResult, Identity
from scoreline.protocol.operation import Operation
from scoreline.protocol.spelling import Spelling, spelled

PROTOCOL_VERSION = "1"
CAPABILITIES = frozenset(
    {
        "payload",
        "bytes",
        "health",
        "swagger",
        "retries",
        "overall-timeout",
        "secondary-key",
        "reply-limit",
        "call-options",
        "response",
        "tls",
    }
)
CANCEL = "$/cancelRequest"
LIBRARY_ERROR = -32000
METHOD_NOT_FOUND = -32601
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Response:
    """A response: either a result or an error.

    Attributes:
        identifier: the id of the request.
        result: the result; None for an error.
        code: the error's JSON-RPC code; None for a result.
        message: the error's message for people; empty if it has none.
        data: the error's `data`; None if it has none.
    """

    identifier: int
    result: Json = None
    code: int | None = None
    message: str = ""
    data: Json = None


def request(
    identifier: int,
    method: str,
    params: Mapping[str, object] | None,
    spelling: Spelling = Spelling.PLAIN,
) -> bytes:
    """A request as a line, with the line end."""
    message: dict[str, object] = {"jsonrpc": "2.0", "id": identifier, "method": method}
    if params is not None:
        message["params"] = params
    return spelled(message, spelling).encode() + b"\n"


_ONLY_MESSAGES = "write only messages to standard output, and anything else to standard error"
_AS_JSON = "write each message as one line of JSON, as RFC 8259 defines it"
_AS_JSON_RPC = 'give each message the member "jsonrpc": "2.0"'


def notification(
    method: str, params: Mapping[str, object] | None, spelling: Spelling = Spelling.PLAIN
) -> bytes:
    """A notification, which is not answered, as a line with the line end."""
    message: dict[str, object] = {"jsonrpc": "2.0", "method": method}
    if params is not None:
        message["params"] = params
    return spelled(message, spelling).encode() + b"\n"


def shorten(text: str) -> str:
    """The first 200 characters of a text; if it is longer, also its length."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"


def response(line: bytes) -> Response:
    """Reads one line of a client's standard output.

    Raises:
        FaultError: it is not a JSON-RPC 2.0 response. The detail `line` is its beginning.
    """

    def refuse(code: Code, message: str, remedy: str = "", **details: str) -> NoReturn:
        shown = shorten(line.decode("utf-8", "replace").rstrip("\r\n"))
        raise FaultError(Fault(code, f"{message}: {shown!r}", {"line": shown, **details}, remedy))

    try:
        message = parse(line)
    except ValueError as error:
        text = f"wrote a line that is not JSON ({error})"
        remedy = _AS_JSON if line.lstrip().startswith(b"{") else _ONLY_MESSAGES
        refuse(Code.NOT_JSON, text, remedy, reason=str(error))
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        text = "wrote a line that is not a JSON-RPC 2.0 message"
        refuse(Code.NOT_JSON_RPC, text, _AS_JSON_RPC if type(message) is dict else _ONLY_MESSAGES)
    identifier = message.get("id")
    error_object = message.get("error")
    if isinstance(error_object, dict) and identifier is None and "id" in message:
        refuse(Code.REQUEST_NOT_UNDERSTOOD, "did not understand a request")
    if type(identifier) is not int:
        refuse(Code.FOREIGN_ID, "wrote a message without an integer id")
    if ("result" in message) == ("error" in message):
        text = "wrote a message that does not have exactly one of result and error"
        refuse(Code.RESULT_AND_ERROR, text)
    if "result" in message:
        return Response(identifier, result=message["result"])
    code = error_object.get("code") if isinstance(error_object, dict) else None
    if not isinstance(error_object, dict) or not isinstance(code, int) or isinstance(code, bool):
        refuse(Code.ERROR_WITHOUT_CODE, "wrote an error without an integer code")
    explanation = error_object.get("message")
    if not isinstance(explanation, str):
        refuse(Code.ERROR_WITHOUT_MESSAGE, "wrote an error without a message")
    return Response(identifier, code=code, message=explanation, data=error_object.get("data"))


def identity(answer: Response) -> Identity:
    """Reads the response to `initialize`.

    Raises:
        FaultError: it is an error (`INVALID_IDENTITY`), a member is missing or invalid (the same,
            with the detail `member`), the protocol version is another one (`PROTOCOL_VERSION`), or
            a capability is unknown or claimed twice (`UNKNOWN_CAPABILITY`).
    """
    if answer.code is not None:
        text = f"answered initialize with error {answer.code}: {shorten(answer.message)}"
        raise FaultError(Fault(Code.INVALID_IDENTITY, text, {"code": answer.code}))
    result = answer.result
    if not isinstance(result, dict):
        text = "answered initialize with a result that is not an object"
        raise FaultError(Fault(Code.INVALID_IDENTITY, text))
    if result.get("protocolVersion") != PROTOCOL_VERSION:
        found = shorten(render(result.get("protocolVersion")))
        text = f"implements protocol version {found}, but this is version {PROTOCOL_VERSION!r}"
        raise FaultError(Fault(Code.PROTOCOL_VERSION, text, {"found": found}))
    return Identity(
        name=_text(result, "name"),
        version=_text(result, "version"),
        language=_text(result, "language"),
        runtime=_text(result, "runtime"),
        capabilities=_capabilities(result),
    )


def _text(result: Mapping[str, Json], member: str) -> str:
    value = result.get(member)
    if not isinstance(value, str) or not value:
        raise _missing(member)
    return value


def _capabilities(result: Mapping[str, Json]) -> tuple[str, ...]:
    claimed = result.get("capabilities")
    if not isinstance(claimed, list):
        raise _missing("capabilities")
    names = {name for name in claimed if isinstance(name, str)}
    if len(names) != len(claimed) or not names <= CAPABILITIES:
        found = shorten(render(claimed))
        text = f"claims the capabilities {found}; known are: {', '.join(sorted(CAPABILITIES))}"
        raise FaultError(Fault(Code.UNKNOWN_CAPABILITY, text, {"found": found}))
    return tuple(sorted(names))


def _missing(member: str) -> FaultError:
    text = f"answered initialize without {member!r}"
    return FaultError(Fault(Code.INVALID_IDENTITY, text, {"member": member}))


def call_answer(response: Response, operation: Operation = Operation.SCORE) -> Answer:
    """The answer in a response to a call, or in an error response to `open`.

    Args:
        response: the response.
        operation: what was asked for.

    Returns:
        What the library returned, or the error that it reported. If the response holds neither, a
        fault with one of the codes `NO_PREDICTIONS`, `NO_DOCUMENT`, `RESULT_NOT_EMPTY`,
        `NO_RESPONSE_DATA`, `NO_ERROR_DATA`, `METHOD_NOT_FOUND` and `ADAPTER_FAILED`, the last with
        the detail `code`.
    """
    if response.code is None:
        return _returned(response.result, operation)
    if response.code == LIBRARY_ERROR:
        if isinstance(response.data, dict):
            return CallError(response.data)
        return Fault(Code.NO_ERROR_DATA, "reported an error without an object 'data'")
    if response.code == METHOD_NOT_FOUND:
        return Fault(Code.METHOD_NOT_FOUND, "does not implement the method")
    text = f"its adapter failed with error {response.code}: {shorten(response.message)}"
    return Fault(Code.ADAPTER_FAILED, text, {"code": response.code})


_MEMBERS = {
    Operation.SCORE: ("predictions", Code.NO_PREDICTIONS),
    Operation.SWAGGER: ("document", Code.NO_DOCUMENT),
}
"""The member of a result that holds what was asked for, and the code if it is missing."""
_RESPONSE = "response"
"""The member of a result that says something of the service's reply."""


def _returned(result: Json, operation: Operation) -> Answer:
    members = result if isinstance(result, dict) else {}
    response = members.get(_RESPONSE, {})
    if not isinstance(response, dict):
        text = f"answered {operation} with a {_RESPONSE!r} that is not an object"
        return Fault(Code.NO_RESPONSE_DATA, text)
    if operation is Operation.HEALTH:
        others = {name: value for name, value in members.items() if name != _RESPONSE}
        fault = not_empty("health", others if isinstance(result, dict) else result)
        return fault or CallResult({}, response, operation)
    member, code = _MEMBERS[operation]
    if member in members:
        return CallResult(members[member], response, operation)
    found = shorten(render(result))
    return Fault(code, f"answered {operation} without {member!r}: {found}")


def not_empty(method: str, result: Json) -> Fault | None:
    """What is wrong with the result of a method that returns nothing; None: it is `{}`."""
    if result == {}:
        return None
    text = f"answered {method} with {shorten(render(result))} instead of {{}}"
    return Fault(Code.RESULT_NOT_EMPTY, text, {"method": method})
