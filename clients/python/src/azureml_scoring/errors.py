"""The errors that a failed call raises.

There is one class for each kind of failure, and one for all of them:

    ScoringError
        ConfigurationError      the call cannot be made with the given settings or input
        AuthenticationError     status 401 or 403
        ThrottledError          status 429
        ModelError              status 424, or any non-2xx status with
                                `x-ms-run-function-failed: True`
        ServiceError            any other non-2xx status; redirects are not followed
        ScoringTimeoutError     a configured time limit was reached
        ScoringConnectionError  no connection could be made, or it broke before the reply was
                                complete
        ResponseFormatError     a 2xx reply that does not contain a prediction
        CancelledError          the caller cancelled the call, or closed the client

The class is determined by exception types and status codes, never by the text of a message.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar


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
    CANCELLED = "cancelled"


class ScoringError(Exception):
    """A call that returned no prediction. A field that does not apply is `None`.

    Attributes:
        kind: the kind of failure, which each subclass has one of.
        message: the `message` of the service's JSON error body; otherwise, what happened.
        attempts: number of requests sent for this call, and of connections that could not be made;
            0 if nothing was tried.
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

    kind: ErrorKind
    _classes: ClassVar[dict[ErrorKind, type[ScoringError]]] = {}

    def __init__(  # noqa: PLR0913  # one argument per field, all but one by keyword
        self,
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
        self.message = message
        self.attempts = attempts
        self.status = status
        self.model_status = model_status
        self.model_reason = model_reason
        self.request_id = request_id
        self.client_request_id = client_request_id
        self.retry_after = retry_after
        self.body = body

    def __init_subclass__(cls, *, kind: ErrorKind | None = None) -> None:
        super().__init_subclass__()
        if kind is not None:
            cls.kind = kind
            cls._classes[kind] = cls

    @staticmethod
    def of(kind: ErrorKind, message: str, **fields: Any) -> ScoringError:  # noqa: ANN401  # as __init__
        """Return an error of a kind, with the arguments of this class."""
        return ScoringError._classes[kind](message, **fields)

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


class ConfigurationError(ScoringError, kind=ErrorKind.CONFIGURATION):
    """The call cannot be made with the given settings or input. Nothing was sent."""


class AuthenticationError(ScoringError, kind=ErrorKind.AUTHENTICATION):
    """The service refused the credential: status 401 or 403."""


class ThrottledError(ScoringError, kind=ErrorKind.THROTTLED):
    """The service has too much to do: status 429. `retry_after` may say how long."""


class ModelError(ScoringError, kind=ErrorKind.MODEL):
    """The model failed: status 424, or a non-2xx reply that says that its script did."""


class ServiceError(ScoringError, kind=ErrorKind.SERVICE):
    """Any other non-2xx status."""


class ScoringTimeoutError(ScoringError, kind=ErrorKind.TIMEOUT):
    """A configured time limit was reached."""


class ScoringConnectionError(ScoringError, kind=ErrorKind.CONNECTION):
    """No connection could be made, or it broke before the reply was complete."""


class ResponseFormatError(ScoringError, kind=ErrorKind.RESPONSE_FORMAT):
    """A 2xx reply that does not contain a prediction."""


class CancelledError(ScoringError, kind=ErrorKind.CANCELLED):
    """The caller cancelled the call, or closed the client."""


def configuration_error(message: str) -> ScoringError:
    """The error for a call that cannot be made with the given settings or input."""
    return ConfigurationError(message)
