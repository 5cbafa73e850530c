"""An error as the JSON object that both modes write."""

from __future__ import annotations

from azureml_scoring.errors import ConfigurationError, ScoringError


def error_data(error: ScoringError) -> dict[str, object]:
    """Return the members of `data` in the protocol; those that do not apply are omitted."""
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
    """Return the data for a call that was not made."""
    return error_data(ConfigurationError(message))
