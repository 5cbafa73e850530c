"""An error as the JSON object that both doors print."""

from __future__ import annotations

from azureml_scoring.errors import ErrorKind, ScoringError

CANCELLED = "cancelled"
"""The kind of a call that its caller gave up; the library has no error for it."""


def error_data(error: ScoringError) -> dict[str, object]:
    """The members of `data` in the protocol; what does not apply is left out."""
    members = {
        "kind": error.kind.value,
        "message": error.message,
        "attempts": error.attempts,
        "clientRequestId": error.client_request_id,
        "status": error.status,
        "requestId": error.request_id,
        "modelStatus": error.model_status,
        "modelReason": error.model_reason,
        "retryAfterSeconds": error.retry_after,
        "body": error.body,
    }
    return {name: value for name, value in members.items() if value is not None}


def configuration_data(message: str) -> dict[str, object]:
    """For a call that was never made."""
    return error_data(ScoringError(ErrorKind.CONFIGURATION, message))


def cancelled_data(attempts: int) -> dict[str, object]:
    """For a call that its caller gave up, after so many requests."""
    return {"kind": CANCELLED, "message": "the caller gave the call up", "attempts": attempts}
