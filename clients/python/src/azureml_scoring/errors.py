"""What a call can end in, other than predictions.

One exception for all of it, and a kind to switch on:

    configuration    nothing was sent: the call cannot be made with what was given
    authentication   401 or 403
    throttled        429
    model            424, or the service says that the scoring script failed
    service          any other status but 2xx
    timeout          a limit of the configuration was reached
    connection       no connection, or one that broke before the reply was whole
    response-format  a reply of 2xx that holds no prediction

The kind comes from types and statuses, never from the text of a message.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class ErrorKind(StrEnum):
    """The kinds of `ScoringError`; the values are the words that go over the wire."""

    CONFIGURATION = "configuration"
    AUTHENTICATION = "authentication"
    THROTTLED = "throttled"
    MODEL = "model"
    SERVICE = "service"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    RESPONSE_FORMAT = "response-format"


class ScoringError(Exception):
    """A call that brought no prediction. A field that does not apply is `None`.

    Attributes:
        kind: what to switch on.
        message: what the service said in its JSON error body; else what happened, in words.
        attempts: requests sent for this call; 0 when none was.
        status: HTTP status of the reply.
        model_status: status that the model's container gave (`ms-azureml-model-error-statuscode`).
        model_reason: why, in the service's word (`ms-azureml-model-error-reason`).
        request_id: the service's id of the request, to quote to its operators.
        client_request_id: the `x-ms-client-request-id` that was sent.
        retry_after: seconds that the reply asks to wait.
        body: the reply's body as text, at most its first 65,536 bytes.
    """

    def __init__(  # noqa: PLR0913  # one a field, all but two by name
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
        """One line for people: kind, status, message and both ids."""
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
        # Exception's own way calls the class with `args` alone, which does not hold the kind; and
        # an error that cannot be pickled takes a whole process pool down with it.
        return type(self), (self.kind, self.message), self.__dict__


def refusal(message: str) -> ScoringError:
    """The error for a call that cannot be made with what was given."""
    return ScoringError(ErrorKind.CONFIGURATION, message)
