"""What is reported of a call: its error, which is made here alone, and the service's id of it."""

# Values parsed from JSON are of unknown type until they are checked.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from azureml_scoring import strict_json
from azureml_scoring.errors import ErrorKind, ScoringError
from azureml_scoring.retry_after import retry_after
from azureml_scoring.secret import mask, mask_start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azureml_scoring.call import Call
    from azureml_scoring.exchange import Reply, TransportError

KEPT_BODY = 65_536
"""Maximum number of bytes of a body that an error keeps, and that are searched for a message."""

RUN_FUNCTION_FAILED = "x-ms-run-function-failed"
"""The header of the inference server that says whether the model's script raised an exception."""

_KIND_OF_STATUS = {
    401: ErrorKind.AUTHENTICATION,
    403: ErrorKind.AUTHENTICATION,
    424: ErrorKind.MODEL,
    429: ErrorKind.THROTTLED,
}

_STATUS = re.compile(r"[1-9][0-9]{2}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair. JSON can contain one as an escape, but it is not a character."""


def kind_of(status: int, headers: Mapping[str, str]) -> ErrorKind:
    """Return the kind of error for a non-2xx reply."""
    # Takes precedence over the status: a model that failed will fail again, whatever status a
    # front end returns for it.
    if script_failed(headers):
        return ErrorKind.MODEL
    return _KIND_OF_STATUS.get(status, ErrorKind.SERVICE)


def script_failed(headers: Mapping[str, str]) -> bool:
    """Return whether a reply says that the model's script raised an exception."""
    return headers.get(RUN_FUNCTION_FAILED, "").lower() == "true"


def error_of_status(reply: Reply, call: Call) -> ScoringError:
    """Return the error for a reply that is not 2xx."""
    return error_of(reply, call, kind_of(reply.status, reply.headers), f"HTTP {reply.status}")


def error_of(
    reply: Reply, call: Call, kind: ErrorKind, default_message: str, now: datetime | None = None
) -> ScoringError:
    """Return the error for a reply, with secrets masked wherever the service echoed them.

    Args:
        reply: the reply.
        call: the call that it was the last reply to.
        kind: the kind of the error.
        default_message: the error's message if the body contains none.
        now: the time that a `Retry-After` date is measured from, with a time zone; the current
            time if not given.
    """

    def masked(text: str | None) -> str | None:
        return text and mask(text, call.secrets)

    headers = reply.headers
    # Masked before it is truncated: a partial key at the end would not be found.
    body = mask_start(reply.body, KEPT_BODY, call.secrets, cut=not reply.complete)
    return ScoringError.of(
        kind,
        masked(_message_in(reply)) or default_message,
        attempts=call.attempts,
        status=reply.status,
        model_status=_status(headers.get("ms-azureml-model-error-statuscode", "")),
        model_reason=masked(headers.get("ms-azureml-model-error-reason") or None),
        request_id=request_id_of(reply, call),
        client_request_id=call.client_request_id,
        retry_after=retry_after(headers, now or datetime.now(UTC)),
        body=body.decode(errors="replace"),
    )


def request_id_of(reply: Reply, call: Call) -> str | None:
    """Return the service's id of the request that was replied to, with secrets masked."""
    named = reply.headers.get("x-ms-request-id") or reply.headers.get("x-request-id")
    return mask(named, call.secrets) if named else None


def error_of_failure(problem: TransportError, call: Call) -> ScoringError:
    """Return the error for a call that got no complete reply."""
    cancelled = problem.kind is ErrorKind.CANCELLED
    return ScoringError.of(
        problem.kind,
        mask(str(problem), call.secrets),
        attempts=call.attempts,
        client_request_id=None if cancelled else call.client_request_id,
    )


def _message_in(reply: Reply) -> str | None:
    """Return the message in a body; a longer one than an error keeps is not searched."""
    body = reply.body
    if not reply.complete or len(body) > KEPT_BODY or not body.lstrip().startswith(b"{"):
        return None
    try:
        document = strict_json.parse(body)
    except ValueError:
        return None
    error = document.get("error")
    inner = error.get("message") if isinstance(error, dict) else None
    # FastAPI has its message in `detail`, BentoML in `error`, and many services in `error.message`.
    for message in (document.get("message"), document.get("detail"), error, inner):
        if isinstance(message, str) and message:
            return _LONE_SURROGATE.sub("\ufffd", message)
    return None


def _status(text: str) -> int | None:
    return int(text) if _STATUS.fullmatch(text) else None
