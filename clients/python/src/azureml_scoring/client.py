"""The client, which scores rows or any JSON payload."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from azureml_scoring.configuration import ATTEMPT_TIMEOUT, CONNECT_TIMEOUT, Configuration
from azureml_scoring.errors import ErrorKind, ScoringError, configuration_error
from azureml_scoring.reply import (
    NoPredictionError,
    Reply,
    error_of,
    kind_of,
    read_payload,
    read_predictions,
)
from azureml_scoring.request import (
    ScoringRequest,
    build_request,
    encode_payload,
    encode_rows,
)
from azureml_scoring.transport import Transport, TransportError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from azureml_scoring.strict_json import Json


class ScoringClient:
    """A client of one scoring endpoint. Safe to share between threads; close it when done.

    A call has five steps. Each is a method that a subclass can override independently:
    `encode_rows` or `encode_payload`, `build_request`, `send`, `error_of_status`, and
    `read_predictions` or `read_payload`.

    Args:
        uri: the scoring URI, sent verbatim; `AZUREML_SCORING_URI` if not given.
        key: sent as a bearer token; `AZUREML_SCORING_KEY` if not given. Without a key, no
            `Authorization` header is sent.
        connect_timeout: limit for making a connection, in seconds; 10 if not given.
        attempt_timeout: limit for one attempt, from its first byte to the last byte of the reply,
            in seconds; 60 if not given.
        application: text put before the client's product name in `User-Agent`; none if not given.
        environment: mapping in which the variables are looked up; `os.environ` if not given.

    Raises:
        ScoringError: of kind `configuration`, if a value is invalid.
    """

    def __init__(  # noqa: PLR0913  # one argument per setting, all but two by keyword
        self,
        uri: str | None = None,
        key: str | None = None,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        attempt_timeout: float = ATTEMPT_TIMEOUT,
        application: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.configuration = Configuration.resolve(
            uri,
            key,
            connect_timeout=connect_timeout,
            attempt_timeout=attempt_timeout,
            application=application,
            environment=environment,
        )
        self._transport = Transport(self.configuration.uri)
        self._closed = False

    def score(self, rows: Iterable[Iterable[float]]) -> list[float]:
        """Score a matrix of doubles, sent as `{"data": rows}`.

        Returns:
            One prediction per row, bit for bit as the service wrote it.

        Raises:
            ScoringError: of any kind.
        """
        reply = self._call(self.encode_rows(rows))
        try:
            return self.read_predictions(reply)
        except NoPredictionError as reason:
            message = str(reason)
        raise self._error(reply, ErrorKind.RESPONSE_FORMAT, message)

    def score_payload(self, payload: Json) -> Json:
        """Score any JSON value, sent as it is.

        Returns:
            The JSON value in the reply: never a string, `None` or an empty object.

        Raises:
            ScoringError: of any kind.
        """
        reply = self._call(self.encode_payload(payload))
        try:
            return self.read_payload(reply)
        except NoPredictionError as reason:
            message = str(reason)
        raise self._error(reply, ErrorKind.RESPONSE_FORMAT, message)

    def close(self) -> None:
        """Close the connections. Calls in flight finish; later calls raise `ScoringError`."""
        self._closed = True
        self._transport.close()

    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        """Encode rows as a body.

        Raises:
            ScoringError: of kind `configuration`, if `rows` is not a matrix of finite numbers.
        """
        return encode_rows(rows)

    def encode_payload(self, payload: Json) -> bytes:
        """Encode a payload as a body.

        Raises:
            ScoringError: of kind `configuration`, if `payload` cannot be written as JSON.
        """
        return encode_payload(payload)

    def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
        """Build the request that carries `body`."""
        return build_request(self.configuration, body, client_request_id)

    def send(self, request: ScoringRequest) -> Reply:
        """Send the request once and read the complete reply, whatever its status.

        Raises:
            TransportError: no complete reply was received.
            ScoringError: of kind `configuration`, if a proxy or CA setting cannot be used.
        """
        return self._transport.send(
            request,
            connect_timeout=self.configuration.connect_timeout,
            attempt_timeout=self.configuration.attempt_timeout,
        )

    def error_of_status(self, reply: Reply) -> ScoringError | None:
        """Return the error for the reply's status, or `None` for 2xx."""
        if reply.successful:
            return None
        kind = kind_of(reply.status, reply.headers)
        return self._error(reply, kind, f"HTTP {reply.status}")

    def read_predictions(self, reply: Reply) -> list[float]:
        """Read the predictions from a 2xx reply to rows; raises `NoPredictionError`."""
        return read_predictions(reply.body)

    def read_payload(self, reply: Reply) -> Json:
        """Read the prediction from a 2xx reply to a payload; raises `NoPredictionError`."""
        return read_payload(reply.body)

    def _call(self, body: bytes) -> Reply:
        if self._closed:
            raise configuration_error("the client is closed")
        request = self.build_request(body, str(uuid.uuid4()))
        try:
            reply = self.send(request)
        except TransportError as problem:
            failure = problem
        else:
            error = self.error_of_status(reply)
            if error is not None:
                raise error
            return reply
        raise self._error_of_transport(failure, request)

    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        return error_of(reply, kind, default_message, key=self.configuration.key)

    def _error_of_transport(self, problem: TransportError, request: ScoringRequest) -> ScoringError:
        key = self.configuration.key
        return ScoringError(
            problem.kind,
            str(problem) if key is None else key.mask(str(problem)),
            attempts=1,
            client_request_id=request.client_request_id,
        )

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the client."""
        self.close()

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(uri={self.configuration.uri!r}, key={self.configuration.key!r})"
        )
