"""What a message asks of the client, and what the call returned, as the protocol has them."""

# Values parsed from JSON are of unknown type until they are checked.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from azureml_scoring.operation import (
    check_health,
    read_swagger,
    score_bytes,
    score_payload,
    score_rows,
)
from azureml_scoring.program import messages
from azureml_scoring.program.messages import AdapterError, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azureml_scoring.operation import Operation
    from azureml_scoring.response import ScoringResponse

_RESULTS = {"score": "predictions", "swagger": "document"}
"""The member of a result that holds what the call returned."""


def operation_of(message: Message) -> Callable[[], Operation[Any]]:
    """Return what makes the operation that a message asks for.

    Raises:
        AdapterError: the message is not one of the protocol.
    """
    if message.method == "health":
        return check_health
    if message.method == "swagger":
        return read_swagger
    params = cast("Mapping[str, Any]", message.params)
    match [name for name in ("rows", "payload", "body") if name in params]:
        case ["rows"]:
            rows = params["rows"]
            if not messages.is_matrix(rows):
                raise AdapterError(messages.INVALID_PARAMS, "rows is not a matrix of numbers")
            return partial(score_rows, rows)
        case ["payload"]:
            return partial(score_payload, params["payload"])
        case ["body"]:
            media_type = cast("str", params.get("contentType"))
            return partial(score_bytes, messages.body(params), media_type)
        case _:
            raise AdapterError(
                messages.INVALID_PARAMS, "exactly one of rows, payload and body is required"
            )


def result_of(message: Message, response: ScoringResponse[Any]) -> dict[str, object]:
    """Return the result in the answer to a message."""
    about = {
        "status": response.status,
        "attempts": response.attempts,
        "clientRequestId": response.client_request_id,
        "requestId": response.request_id,
    }
    known = {name: value for name, value in about.items() if value is not None}
    member = _RESULTS.get(message.method)
    return {"response": known} if member is None else {member: response.value, "response": known}
