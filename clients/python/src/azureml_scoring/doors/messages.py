"""The messages of the session, read and written; what they do is the session's business."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from azureml_scoring import strict_json
from azureml_scoring.doors.error_data import error_data
from azureml_scoring.errors import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azureml_scoring.errors import ScoringError

CallId: TypeAlias = str | int | float | None

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
NO_SUCH_METHOD = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
CALL_FAILED = -32000
"""What the library reported; `data` has the details."""

_CONFIGURATION = {
    "uri": ("uri", str),
    "key": ("key", str),
    "connectTimeoutSeconds": ("connect_timeout", int | float),
    "attemptTimeoutSeconds": ("attempt_timeout", int | float),
    "application": ("application", str),
}


_INFINITE = (math.inf, -math.inf)
"""What a number past a double's range reads as; no answer could carry it."""


class AdapterError(Exception):
    """The message cannot be acted on; the fault is not the library's."""

    def __init__(self, code: int, message: str, call_id: CallId = None) -> None:
        super().__init__(message)
        self.code = code
        self.call_id = call_id


@dataclass(frozen=True, slots=True)
class Message:
    """A request, or a notification, which nobody answers."""

    method: str
    params: object
    call_id: CallId
    notification: bool


def read(line: bytes) -> Message:
    """The message in a line.

    Raises:
        AdapterError: it is not JSON, or no message.
    """
    try:
        document = strict_json.parse(line)
    except ValueError as problem:
        raise AdapterError(PARSE_ERROR, f"not JSON: {problem}") from None
    if not isinstance(document, dict):
        raise AdapterError(INVALID_REQUEST, "a message is an object")
    call_id = document.get("id")
    if isinstance(call_id, bool) or not isinstance(call_id, CallId) or call_id in _INFINITE:
        raise AdapterError(INVALID_REQUEST, "id is a string or a number")
    method = document.get("method")
    if document.get("jsonrpc") != "2.0" or not isinstance(method, str):
        raise AdapterError(INVALID_REQUEST, "jsonrpc is 2.0 and method is a string", call_id)
    return Message(method, document.get("params"), call_id, notification="id" not in document)


def member(params: object, name: str, kind: type) -> Any:  # noqa: ANN401  # as `kind` says
    """A member of an object that must be there, and of that type; raises `AdapterError`."""
    value = params.get(name) if isinstance(params, dict) else None
    if not isinstance(value, kind):
        raise AdapterError(INVALID_PARAMS, f"{name} is missing or of the wrong type")
    return value


def client_arguments(config: Mapping[str, Any]) -> dict[str, Any]:
    """`config` as the client's arguments; members that it does not know are left out.

    Raises:
        ScoringError: of kind `configuration`, for a member of the wrong type.
    """
    # What the harness does not say is not set: the environment is the one-shot door's.
    arguments: dict[str, Any] = {"environment": {}}
    for name, (argument, kind) in _CONFIGURATION.items():
        if name in config:
            value = config[name]
            if isinstance(value, bool) or not isinstance(value, kind):
                raise refusal(f"{name} is of the wrong type")
            arguments[argument] = value
    return arguments


def is_matrix(rows: object) -> bool:
    """Whether `rows` is an array of arrays of numbers."""
    return isinstance(rows, list) and all(
        isinstance(row, list) and all(type(value) in {float, int} for value in row) for row in rows
    )


def result(call_id: CallId, value: object) -> bytes:
    """The line that answers a call with a result."""
    return _line({"jsonrpc": "2.0", "id": call_id, "result": value})


def adapter_error(call_id: CallId, code: int, message: str) -> bytes:
    """The line that says that the adapter failed."""
    error = {"code": code, "message": message}
    return _line({"jsonrpc": "2.0", "id": call_id, "error": error})


def call_failed(call_id: CallId, error: ScoringError) -> bytes:
    """The line that says what the library reported."""
    return call_ended(call_id, error_data(error))


def call_ended(call_id: CallId, data: Mapping[str, object]) -> bytes:
    """The line for a call that brought no predictions."""
    error = {"code": CALL_FAILED, "message": data["message"], "data": data}
    return _line({"jsonrpc": "2.0", "id": call_id, "error": error})


def _line(message: Mapping[str, object]) -> bytes:
    return strict_json.write(message).encode() + b"\n"
