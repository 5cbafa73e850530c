"""The error that a failed call raises.

There is one exception, `ScoringError`, with a kind to switch on:

    configuration    the call cannot be made with the given settings or input; nothing was sent
    authentication   status 401 or 403
    throttled        status 429
    model            status 424, or any non-2xx status with `x-ms-run-function-failed: True`
    service          any other non-2xx status; redirects are not followed and end up here
    timeout          a configured time limit was reached
    connection       no connection could be made, or it broke before the reply was complete
    response-format  a 2xx reply that does not contain a prediction

The kind is determined by exception types and status codes, never by the text of a message.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class ErrorKind(StrEnum):
    """The kinds of `ScoringError`; the values are those in docs/protocol.md."""

    CONFIGURATION = "configuration"
    AUTHENTICATION = "authentication"
    THROTTLED = "throttled"
    MODEL = "model"
    SERVICE = "service"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    RESPONSE_FORMAT = "response-format"


class ScoringError(Exception):
    """A call that returned no prediction. A field that does not apply is `None`.

    Attributes:
        kind: the kind of failure; switch on this.
        message: the `message` of the service's JSON error body; otherwise, what happened.
        attempts: number of requests sent for this call; 0 if none was sent.
        status: HTTP status of the reply.
        model_status: status that the model's container returned
            (`ms-azureml-model-error-statuscode`).
        model_reason: why the model failed, as the service put it
            (`ms-azureml-model-error-reason`).
        request_id: the service's id of the request, to quote to the service's operators.
        client_request_id: the `x-ms-client-request-id` that was sent.
        retry_after: how long the reply asks to wait, in seconds.
        body: the reply's body as text, at most its first 65,536 bytes.
    """

    def __init__(  # noqa: PLR0913  # one argument per field, all but two by keyword
        self,
        kind: ErrorKind,
        message: str,
        *,
        attempts: int = 0,
        status: int | None = None,
        model_status: int | None = None,
        model_reason: str | None = None,
        request_id: str | None = None,
        client_request_id: str | None = None,
        retry_after: float | None = None,
        body: str | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.attempts = attempts
        self.status = status
        self.model_status = model_status
        self.model_reason = model_reason
        self.request_id = request_id
        self.client_request_id = client_request_id
        self.retry_after = retry_after
        self.body = body

    def __str__(self) -> str:
        """Format kind, status, message and both ids as one line for people."""
        status = "" if self.status is None else f" (HTTP {self.status})"
        ids = [
            f"{name} {value}"
            for name, value in (
                ("request id", self.request_id),
                ("client request id", self.client_request_id),
            )
            if value
        ]
        tail = f" [{', '.join(ids)}]" if ids else ""
        return " ".join(f"{self.kind}{status}: {self.message}{tail}".split())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception.__reduce__ would call the class with `args` alone, which lacks the kind. An
        # error that cannot be unpickled brings down a whole process pool.
        return type(self), (self.kind, self.message), self.__dict__


def configuration_error(message: str) -> ScoringError:
    """The error for a call that cannot be made with the given settings or input."""
    return ScoringError(ErrorKind.CONFIGURATION, message)
