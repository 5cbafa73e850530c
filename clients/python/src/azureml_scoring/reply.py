"""Turns a reply into predictions or an error. Nothing here touches the network."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from azureml_scoring import strict_json
from azureml_scoring.errors import ErrorKind, ScoringError
from azureml_scoring.retry_after import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azureml_scoring.secret import Secret
    from azureml_scoring.strict_json import Json

KEPT_BODY = 65_536
"""Maximum number of bytes of a body that an error keeps."""

_KIND_OF_STATUS = {
    401: ErrorKind.AUTHENTICATION,
    403: ErrorKind.AUTHENTICATION,
    424: ErrorKind.MODEL,
    429: ErrorKind.THROTTLED,
}


_STATUS = re.compile(r"[1-9][0-9]{2}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair. JSON can contain one as an escape, but it is not a character."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete reply.

    Attributes:
        status: the HTTP status.
        headers: case-insensitive; if a header occurs more than once, its first value.
        body: decompressed if it was valid gzip.
        client_request_id: the id of the request that this is the reply to.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    client_request_id: str

    @property
    def successful(self) -> bool:
        """Whether the status is 2xx. The body need not contain a prediction."""
        return self.status in range(200, 300)


class NoPredictionError(ValueError):
    """A body that is not a prediction; the text is a short reason."""


def read_predictions(body: bytes) -> list[float]:
    """Read the predictions from the body of a reply to rows.

    Raises:
        NoPredictionError: the body is not a JSON array of finite numbers.
    """
    values = _parse(body)
    # Compares types instead of using isinstance, because bool is a subclass of int.
    if not isinstance(values, list) or not all(type(value) in {float, int} for value in values):
        raise NoPredictionError("the reply is not an array of numbers")
    return [float(value) for value in values]


def read_payload(body: bytes) -> Json:
    """Read the prediction from the body of a reply to a payload.

    Raises:
        NoPredictionError: the body is not JSON, contains a number outside the range of a double,
            or is a string (double-encoded JSON or the text of an exception), null or an empty
            object (from a script that returned nothing).
    """
    value = _parse(body)
    if isinstance(value, str):
        raise NoPredictionError("the reply is a JSON string, which is not a prediction")
    if value is None:
        raise NoPredictionError("the reply is null, which is not a prediction")
    if value == {}:
        raise NoPredictionError("the reply is an empty object, which is not a prediction")
    return value


def kind_of(status: int, headers: Mapping[str, str]) -> ErrorKind:
    """Return the kind of error for a non-2xx reply."""
    # Takes precedence over the status: a model that failed will fail again, whatever status a
    # front end returns for it.
    if headers.get("x-ms-run-function-failed", "").lower() == "true":
        return ErrorKind.MODEL
    return _KIND_OF_STATUS.get(status, ErrorKind.SERVICE)


def error_of(
    reply: Reply,
    kind: ErrorKind,
    default_message: str,
    *,
    key: Secret | None,
    now: datetime | None = None,
) -> ScoringError:
    """Build the error for a reply, with the key masked wherever the service echoed it.

    Args:
        reply: the reply.
        kind: the kind of the error.
        default_message: the error's message if the body contains none.
        key: the key to mask; `None` masks nothing.
        now: the time that a `Retry-After` date is measured from, with a time zone; the current
            time if not given.
    """

    def masked(text: str | None) -> str | None:
        return text if text is None or key is None else key.mask(text)

    headers = reply.headers
    message = masked(_message_in(reply.body))
    # Masked before it is truncated: a partial key at the end would not be found.
    body = reply.body[:KEPT_BODY] if key is None else key.mask_start(reply.body, KEPT_BODY)
    return ScoringError(
        kind,
        message or default_message,
        attempts=1,
        status=reply.status,
        model_status=_status(headers.get("ms-azureml-model-error-statuscode", "")),
        model_reason=masked(headers.get("ms-azureml-model-error-reason") or None),
        request_id=masked(headers.get("x-ms-request-id") or headers.get("x-request-id") or None),
        client_request_id=reply.client_request_id,
        retry_after=retry_after(headers, now or datetime.now(UTC)),
        body=body.decode(errors="replace"),
    )


def _parse(body: bytes) -> Json:
    if not body:
        raise NoPredictionError("the reply is empty")
    try:
        return strict_json.parse_finite(body)
    except ValueError:
        raise NoPredictionError("the reply is not JSON") from None


def _message_in(body: bytes) -> str | None:
    if not body.lstrip().startswith(b"{"):
        return None
    try:
        document = strict_json.parse(body)
    except ValueError:
        return None
    message = document.get("message")
    return _LONE_SURROGATE.sub("\ufffd", message) if isinstance(message, str) else None


def _status(text: str) -> int | None:
    return int(text) if _STATUS.fullmatch(text) else None
