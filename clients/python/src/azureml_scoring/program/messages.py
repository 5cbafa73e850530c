"""Reads and writes the messages of a session."""

# Values parsed from JSON are of unknown type until they are checked.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import math
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from azureml_scoring import strict_json
from azureml_scoring.call_options import CallOptions
from azureml_scoring.errors import configuration_error
from azureml_scoring.program.error_data import error_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from azureml_scoring.errors import ScoringError

CallId: TypeAlias = str | int | float | None

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
NO_SUCH_METHOD = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
CALL_FAILED = -32000
"""An error that the library reported; `data` has the details."""

_CONFIGURATION = {
    "uri": ("uri", str),
    "key": ("key", str),
    "connectTimeoutSeconds": ("connect_timeout", int | float),
    "attemptTimeoutSeconds": ("attempt_timeout", int | float),
    "application": ("application", str),
    "overallTimeoutSeconds": ("overall_timeout", int | float),
    "replyLimitBytes": ("reply_limit", int),
    "retries": ("retries", int),
    "secondaryKey": ("secondary_key", str),
    "caCertificates": ("ca_certificates", str),
}


_OPTIONS = ("attemptTimeoutSeconds", "overallTimeoutSeconds", "retries")
"""Members of the configuration that a call can have of its own."""

_INFINITE = (math.inf, -math.inf)
"""Parsed from an id outside the range of a double, which an answer could not repeat."""


class AdapterError(Exception):
    """The message cannot be processed. This is not an error of the library."""

    def __init__(self, code: int, message: str, call_id: CallId = None) -> None:
        super().__init__(message)
        self.code = code
        self.call_id = call_id


@dataclass(frozen=True, slots=True)
class Message:
    """A request, or a notification, which is not answered."""

    method: str
    params: object
    call_id: CallId
    notification: bool


def read(line: bytes) -> Message:
    """Read the message in a line.

    Raises:
        AdapterError: the line is not JSON, or not a valid message.
    """
    try:
        document = strict_json.parse(line)
    except ValueError as problem:
        raise AdapterError(PARSE_ERROR, f"not JSON: {problem}") from None
    if not isinstance(document, dict):
        raise AdapterError(INVALID_REQUEST, "the message is not an object")
    call_id = document.get("id")
    if isinstance(call_id, bool) or not isinstance(call_id, CallId) or call_id in _INFINITE:
        raise AdapterError(INVALID_REQUEST, "id is not a string, a finite number or null")
    method = document.get("method")
    if document.get("jsonrpc") != "2.0" or not isinstance(method, str):
        raise AdapterError(INVALID_REQUEST, "jsonrpc is not 2.0 or method is not a string", call_id)
    return Message(method, document.get("params"), call_id, notification="id" not in document)


def member(params: object, name: str, kind: type) -> Any:  # noqa: ANN401  # an instance of `kind`
    """Return a member of `params`; raises `AdapterError` if it is missing or not of type `kind`."""
    value = params.get(name) if isinstance(params, dict) else None
    if not isinstance(value, kind):
        raise AdapterError(INVALID_PARAMS, f"{name} is missing or has the wrong type")
    return value


def client_arguments(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return `config` as arguments for `ScoringClient`; unknown members are ignored.

    Raises:
        ScoringError: of kind `configuration`, if a member has the wrong type.
    """
    # The environment is empty because a session is configured by its messages alone.
    return {"environment": {}, **_arguments(config, _CONFIGURATION)}


def call_options(params: Mapping[str, Any]) -> CallOptions:
    """Return the settings of one call; unknown members are ignored.

    Raises:
        AdapterError: `options` is not an object.
        ScoringError: of kind `configuration`, if a member has the wrong type.
    """
    options = member(params, "options", dict) if "options" in params else {}
    return CallOptions(**_arguments(options, _OPTIONS))


def _arguments(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return those members that are given as arguments of the library."""
    arguments = {}
    for name in names:
        if name in given:
            argument, kind = _CONFIGURATION[name]
            value = given[name]
            if isinstance(value, bool) or not isinstance(value, kind):
                raise configuration_error(f"{name} has the wrong type")
            arguments[argument] = value
    return arguments


def body(params: Mapping[str, Any]) -> bytes:
    """Return the bytes of the member `body`; raises `AdapterError` if it is not base64."""
    try:
        return b64decode(member(params, "body", str), validate=True)
    except ValueError:
        raise AdapterError(INVALID_PARAMS, "body is not base64") from None


def is_matrix(rows: object) -> bool:
    """Return whether `rows` is an array of arrays of numbers."""
    return isinstance(rows, list) and all(
        isinstance(row, list) and all(type(value) in {float, int} for value in row) for row in rows
    )


def result(call_id: CallId, value: object) -> bytes:
    """Return the answer with the result of a call, as a line."""
    return _line({"jsonrpc": "2.0", "id": call_id, "result": value})


def adapter_error(call_id: CallId, code: int, message: str) -> bytes:
    """Return the answer to a message that cannot be processed, as a line."""
    error = {"code": code, "message": message}
    return _line({"jsonrpc": "2.0", "id": call_id, "error": error})


def call_failed(call_id: CallId, error: ScoringError) -> bytes:
    """Return the answer with an error of the library, as a line."""
    data = {"code": CALL_FAILED, "message": error.message, "data": error_data(error)}
    return _line({"jsonrpc": "2.0", "id": call_id, "error": data})


def _line(message: Mapping[str, object]) -> bytes:
    return strict_json.write(message).encode() + b"\n"
