"""The operations of a service: what each sends, and how it reads a 2xx reply.

Nothing else knows a method, a media type or the shape of a body, and nothing here touches the
network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from azureml_scoring import strict_json
from azureml_scoring.errors import configuration_error
from azureml_scoring.rows import matrix_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from azureml_scoring.exchange import Reply
    from azureml_scoring.rows import Rows
    from azureml_scoring.strict_json import Json

JSON_MEDIA_TYPE = "application/json"
_MEDIA_TYPE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")

Result = TypeVar("Result")


class NoPredictionError(ValueError):
    """A 2xx reply that is not what the operation expects; the text is a short reason."""


@dataclass(frozen=True, slots=True)
class Operation(Generic[Result]):
    """One thing to ask of a service; `ScoringClient.call` does so, as often as it is given it.

    Attributes:
        body: the body of each request; `None` for a request without one.
        read: returns the result that is in a 2xx reply, or raises `NoPredictionError`.
        method: the method of the request.
        content_type: the media type of the body; `None` sends no `Content-Type`.
        accept: the media types that are accepted.
        below_root: the target, relative to the root of the service; `None` for the scoring URI.
    """

    body: bytes | None = field(repr=False)
    read: Callable[[Reply], Result] = field(repr=False)
    method: str = "POST"
    content_type: str | None = JSON_MEDIA_TYPE
    accept: str = JSON_MEDIA_TYPE
    below_root: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be sent.

        Raises:
            ScoringError: of kind `configuration`, if `body` is neither bytes nor `None`.
        """
        if self.body is not None and not isinstance(self.body, bytes):
            raise configuration_error("the body is not bytes")


def score_rows(rows: Rows) -> Operation[list[float]]:
    """Score a matrix of doubles, sent as `{"data": rows}`.

    Raises:
        ScoringError: of kind `configuration`, if `rows` is not a matrix of finite numbers.
    """
    return Operation(_encoded({"data": matrix_of(rows)}), read_predictions)


def score_payload(payload: Json) -> Operation[Any]:
    """Score any JSON value, sent as it is.

    Raises:
        ScoringError: of kind `configuration`, if `payload` cannot be written as JSON.
    """
    return Operation(_encoded(payload), read_payload)


def score_bytes(body: bytes, content_type: str) -> Operation[Any]:
    """Score bytes, sent as they are.

    Raises:
        ScoringError: of kind `configuration`, if these are not bytes, or the media type is not
            printable ASCII.
    """
    if not isinstance(body, bytes | bytearray | memoryview):
        raise configuration_error("the body is not bytes")
    if not isinstance(content_type, str) or not _MEDIA_TYPE.fullmatch(content_type):
        raise configuration_error("the media type is empty or not printable ASCII")
    return Operation(bytes(body), read_payload, content_type=content_type)


def check_health() -> Operation[None]:
    """Ask whether the service is healthy: any 2xx reply says so, whatever its body."""
    return Operation(
        None, lambda _: None, method="GET", content_type=None, accept="*/*", below_root=""
    )


def read_swagger() -> Operation[dict[str, Any]]:
    """Ask for the description of the service."""
    return Operation(None, read_object, method="GET", content_type=None, below_root="swagger.json")


def read_predictions(reply: Reply) -> list[float]:
    """Read the predictions from the reply to rows.

    Raises:
        NoPredictionError: the body is not a JSON array of finite numbers.
    """
    values = _parsed(reply.body)
    # Compares types instead of using isinstance, because bool is a subclass of int.
    if not isinstance(values, list) or not all(type(value) in {float, int} for value in values):
        raise NoPredictionError("the reply is not an array of numbers")
    return [float(value) for value in values]  # pyright: ignore[reportArgumentType]  # checked above


def read_payload(reply: Reply) -> Any:  # noqa: ANN401  # the type depends on the service
    """Read the prediction from the reply to a payload.

    Raises:
        NoPredictionError: the body is not JSON, contains a number outside the range of a double,
            or is a string (double-encoded JSON or the text of an exception), null or an empty
            object (from a script that returned nothing).
    """
    value = _parsed(reply.body)
    if isinstance(value, str):
        raise NoPredictionError("the reply is a JSON string, which is not a prediction")
    if value is None:
        raise NoPredictionError("the reply is null, which is not a prediction")
    if value == {}:
        raise NoPredictionError("the reply is an empty object, which is not a prediction")
    return value


def read_object(reply: Reply) -> dict[str, Any]:
    """Read the JSON object that is the reply; raises `NoPredictionError`."""
    value = _parsed(reply.body)
    if not isinstance(value, dict):
        raise NoPredictionError("the reply is not a JSON object")
    return value


def _encoded(payload: Json) -> bytes:
    try:
        return strict_json.write(payload).encode()
    except (TypeError, ValueError) as problem:
        reason = str(problem)
    raise configuration_error(f"the payload cannot be written as JSON: {reason}")


def _parsed(body: bytes) -> Json:
    if not body:
        raise NoPredictionError("the reply is empty")
    try:
        return strict_json.parse_finite(body)
    except ValueError:
        raise NoPredictionError("the reply is not JSON") from None
