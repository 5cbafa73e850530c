"""The session's messages: JSON-RPC 2.0, one a line. docs/protocol.md is the page for authors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoreline.formats.json import Json, parse, render
from scoreline.protocol.answer import Answer, CallError, Fault, Identity, Predictions

PROTOCOL_VERSION = "1"
CAPABILITIES = frozenset({"payload"})
LIBRARY_ERROR = -32000
METHOD_NOT_FOUND = -32601
_SHOWN = 200


class RuleBrokenError(Exception):
    """A line that no client may write; its text says why, in words."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to the request `identifier`: either a result or an error.

    Attributes:
        identifier: of the request it answers.
        result: the result; None where there is an error.
        code: JSON-RPC error code; None where there is a result.
        message: the error's message for people.
        data: the error's `data`.
    """

    identifier: int
    result: Json = None
    code: int | None = None
    message: str = ""
    data: Json = None


def request(identifier: int, method: str, params: Mapping[str, object] | None) -> bytes:
    """A request as a line with its end."""
    message: dict[str, object] = {"jsonrpc": "2.0", "id": identifier, "method": method}
    if params is not None:
        message["params"] = params
    return render(message).encode() + b"\n"


def cancellation(identifier: int) -> bytes:
    """The notification that the caller gives the call `identifier` up."""
    params = {"id": identifier}
    message = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": params}
    return render(message).encode() + b"\n"


def shorten(text: str) -> str:
    """A text for people: its first 200 characters, with the number of those left out."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"


def response(line: bytes) -> Response:
    """Reads one line of a client's standard output.

    Raises:
        RuleBrokenError: it is no JSON-RPC 2.0 response.
    """
    shown = shorten(line.decode("utf-8", "replace").rstrip("\r\n"))
    try:
        message = parse(line)
    except ValueError as error:
        raise RuleBrokenError(f"wrote a line that is no JSON: {shown!r} ({error})") from error
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise RuleBrokenError(f"wrote a line that is no JSON-RPC 2.0 message: {shown!r}")
    identifier = message.get("id")
    error_object = message.get("error")
    if isinstance(error_object, dict) and identifier is None and "id" in message:
        raise RuleBrokenError(f"did not understand a request: {shown!r}")
    if type(identifier) is not int:
        raise RuleBrokenError(f"wrote a message with an id that is not ours: {shown!r}")
    if ("result" in message) == ("error" in message):
        raise RuleBrokenError(f"wrote a message with not one of result and error: {shown!r}")
    if "result" in message:
        return Response(identifier, result=message["result"])
    code = error_object.get("code") if isinstance(error_object, dict) else None
    if not isinstance(error_object, dict) or not isinstance(code, int) or isinstance(code, bool):
        raise RuleBrokenError(f"wrote an error without a code: {shown!r}")
    text = error_object.get("message")
    return Response(
        identifier,
        code=code,
        message=text if isinstance(text, str) else "",
        data=error_object.get("data"),
    )


def identity(answer: Response) -> Identity:
    """Reads the answer to `initialize`.

    Raises:
        RuleBrokenError: it is an error, or lacks a member, or speaks another protocol version.
    """
    if answer.code is not None:
        raise RuleBrokenError(f"answered initialize with error {answer.code}: {answer.message}")
    result = answer.result
    if not isinstance(result, dict):
        raise RuleBrokenError("answered initialize with a result that is no object")
    if result.get("protocolVersion") != PROTOCOL_VERSION:
        found = shorten(render(result.get("protocolVersion")))
        raise RuleBrokenError(
            f"speaks protocol version {found}; this is version {PROTOCOL_VERSION!r}"
        )
    claimed = result.get("capabilities")
    if not isinstance(claimed, list):
        raise RuleBrokenError("answered initialize without 'capabilities'")
    names = {word for word in claimed if isinstance(word, str)}
    if len(names) != len(claimed) or not names <= CAPABILITIES:
        raise RuleBrokenError(
            f"claims {shorten(render(claimed))} as capabilities; "
            f"these are known: {', '.join(sorted(CAPABILITIES))}"
        )
    return Identity(
        name=_word(result, "name"),
        version=_word(result, "version"),
        language=_word(result, "language"),
        runtime=_word(result, "runtime"),
        capabilities=frozenset(names),
    )


def _word(result: Mapping[str, Json], member: str) -> str:
    value = result.get(member)
    if not isinstance(value, str) or not value:
        raise RuleBrokenError(f"answered initialize without {member!r}")
    return value


def score_answer(answer: Response) -> Answer:
    """What an answer to `score` (or an error to `open`) says."""
    if answer.code is None:
        if isinstance(answer.result, dict) and "predictions" in answer.result:
            return Predictions(answer.result["predictions"])
        return Fault(f"answered score without 'predictions': {shorten(render(answer.result))}")
    if answer.code == LIBRARY_ERROR:
        if isinstance(answer.data, dict):
            return CallError(answer.data)
        return Fault("reported an error without 'data'")
    if answer.code == METHOD_NOT_FOUND:
        return Fault("cannot do this: it knows no such method")
    return Fault(f"its adapter failed with code {answer.code}: {shorten(answer.message)}")
