"""The reply of a call: what it predicts, or what error it is. Nothing here touches the network."""

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
"""Bytes of a body that an error keeps."""

_KIND_OF_STATUS = {
    401: ErrorKind.AUTHENTICATION,
    403: ErrorKind.AUTHENTICATION,
    424: ErrorKind.MODEL,
    429: ErrorKind.THROTTLED,
}


_STATUS = re.compile(r"[1-9][0-9]{2}")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair, which JSON can hold as an escape and which is no character."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply.

    Attributes:
        status: the HTTP status.
        headers: looked up without regard to case; of one that came twice the first.
        body: unpacked where it was gzip.
        client_request_id: of the request that it answers.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    client_request_id: str

    @property
    def successful(self) -> bool:
        """Whether the status is one of 2xx; what the body holds is another matter."""
        return self.status in range(200, 300)


class NoPredictionError(ValueError):
    """A body that is no prediction; the text says why in a few words."""


def read_predictions(body: bytes) -> list[float]:
    """The numbers of a reply to rows.

    Raises:
        NoPredictionError: the body is not a JSON array of finite numbers.
    """
    values = _parse(body)
    if not isinstance(values, list):
        raise NoPredictionError("the reply is not an array of numbers")
    # Identity and not isinstance: true and false are integers to Python.
    if not all(type(value) in {float, int} for value in values):
        raise NoPredictionError("the reply is an array that holds something other than numbers")
    return [float(value) for value in values]


def read_payload(body: bytes) -> Json:
    """The prediction in a reply to a payload.

    Raises:
        NoPredictionError: the body is not JSON, or is a string (JSON written twice, or the text of
            an exception), null or an empty object (a script that returned nothing), or holds a
            number that is not finite.
    """
    value = _parse(body)
    if isinstance(value, str):
        raise NoPredictionError("the reply is a string and not a prediction")
    if value is None or value == {}:
        raise NoPredictionError("the reply is null or an empty object and not a prediction")
    return value


def kind_of(status: int, headers: Mapping[str, str]) -> ErrorKind:
    """The kind of error that a status other than 2xx is."""
    # Ahead of the status: a model that failed fails again, whatever a front end makes of it.
    if headers.get("x-ms-run-function-failed", "").lower() == "true":
        return ErrorKind.MODEL
    return _KIND_OF_STATUS.get(status, ErrorKind.SERVICE)


def error_of(
    reply: Reply,
    kind: ErrorKind,
    otherwise: str,
    *,
    key: Secret | None,
    now: datetime | None = None,
) -> ScoringError:
    """The error that a reply amounts to, without the key wherever the service echoed it.

    Args:
        reply: what came.
        kind: what it is taken for.
        otherwise: the message where the body has none of its own.
        key: what to mask.
        now: what a `Retry-After` date is measured from; the present time if not given.
    """

    def shown(text: str | None) -> str | None:
        return text if text is None or key is None else key.mask(text)

    headers = reply.headers
    said = shown(_message_in(reply.body))
    # Masked before it is cut: half a key at the end would not be found.
    body = reply.body[:KEPT_BODY] if key is None else key.mask_start(reply.body, KEPT_BODY)
    return ScoringError(
        kind,
        said or otherwise,
        attempts=1,
        status=reply.status,
        model_status=_status(headers.get("ms-azureml-model-error-statuscode", "")),
        model_reason=shown(headers.get("ms-azureml-model-error-reason") or None),
        request_id=shown(headers.get("x-ms-request-id") or headers.get("x-request-id") or None),
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
    return _HALF_PAIR.sub("\ufffd", message) if isinstance(message, str) else None


def _status(text: str) -> int | None:
    return int(text) if _STATUS.fullmatch(text) else None
