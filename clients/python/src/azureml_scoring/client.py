"""The client, which performs operations on one service."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TypeVar

from azureml_scoring.authenticating import Authenticating
from azureml_scoring.call import Call
from azureml_scoring.cancellation import Cancellation
from azureml_scoring.configuration import (
    ATTEMPT_TIMEOUT,
    CONNECT_TIMEOUT,
    OVERALL_TIMEOUT,
    REPLY_LIMIT,
    Configuration,
    without_authorities,
)
from azureml_scoring.credential import Keys
from azureml_scoring.errors import ErrorKind, ScoringError, configuration_error
from azureml_scoring.exchange import CLIENT_REQUEST_ID, Request, TransportError
from azureml_scoring.operation import (
    NoPredictionError,
    Operation,
    check_health,
    read_swagger,
    score_bytes,
    score_payload,
    score_rows,
)
from azureml_scoring.outcome import error_of, error_of_failure, error_of_status, request_id_of
from azureml_scoring.response import ScoringResponse
from azureml_scoring.retrying import Retrying
from azureml_scoring.scoring_uri import origin_of, root_of
from azureml_scoring.transport import Transport
from azureml_scoring.user_agent import user_agent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from requests.adapters import BaseAdapter

    from azureml_scoring.call_options import CallOptions
    from azureml_scoring.exchange import Exchange, Reply
    from azureml_scoring.rows import Rows
    from azureml_scoring.strict_json import Json

Result = TypeVar("Result")


class ScoringClient:
    """A client of one scoring endpoint. Safe to share between threads; close it when done.

    Args:
        uri: the scoring URI, sent verbatim; `AZUREML_SCORING_URI` if not given.
        key: sent as a bearer token; `AZUREML_SCORING_KEY` if not given. Without a key, no
            `Authorization` header is sent.
        secondary_key: sent once the service has refused `key`, and the other way round;
            `AZUREML_SCORING_SECONDARY_KEY` if not given.
        ca_certificates: PEM of the only authorities to trust; the content of the file that
            `AZUREML_SCORING_CA_FILE` names if not given, else those of the platform are trusted.
        connect_timeout: limit for making a connection, in seconds; 10 if not given.
        attempt_timeout: limit for one attempt, from its first byte to the last byte of the reply,
            in seconds; 60 if not given.
        overall_timeout: limit for a call with all its attempts and the waits between them, in
            seconds; 300 if not given.
        retries: largest number of further attempts after one that failed for a reason that may
            pass; `AZUREML_SCORING_RETRIES` if not given, else 3.
        reply_limit: limit for the size of a reply, as received and decompressed, in bytes; 64 MiB
            if not given.
        application: text put before the client's product name in `User-Agent`; none if not given.
        environment: mapping in which the variables are looked up; `os.environ` if not given.
        exchange: puts a layer of the caller's around the transport, for tracing, other headers or a
            fake: it is called once, with the transport, and returns what each request, complete
            with its headers, is given to instead.
        adapter: sends the requests in place of the client's own adapter of requests, for example
            with a certificate of the caller's. It is not closed with the client, must not retry
            by itself, and trusts what it was made to: it excludes `ca_certificates`,
            and `AZUREML_SCORING_CA_FILE` is not read.

    Raises:
        ScoringError: of kind `configuration`, if a value is invalid.
    """

    def __init__(  # noqa: PLR0913  # one argument per setting, all but two by keyword
        self,
        uri: str | None = None,
        key: str | None = None,
        *,
        secondary_key: str | None = None,
        ca_certificates: str | None = None,
        connect_timeout: float = CONNECT_TIMEOUT,
        attempt_timeout: float = ATTEMPT_TIMEOUT,
        overall_timeout: float = OVERALL_TIMEOUT,
        retries: int | None = None,
        reply_limit: int = REPLY_LIMIT,
        application: str | None = None,
        environment: Mapping[str, str] | None = None,
        exchange: Callable[[Exchange], Exchange] | None = None,
        adapter: BaseAdapter | None = None,
    ) -> None:
        self._configuration = Configuration.resolve(
            uri,
            key,
            secondary_key=secondary_key,
            ca_certificates=ca_certificates,
            connect_timeout=connect_timeout,
            attempt_timeout=attempt_timeout,
            overall_timeout=overall_timeout,
            retries=retries,
            reply_limit=reply_limit,
            application=application,
            environment=environment if adapter is None else without_authorities(environment),
        )
        made = self._configuration
        self._credential = Keys(*filter(None, (made.key, made.secondary_key)))
        self._transport = Transport(made, adapter)
        around = self._transport if exchange is None else exchange(self._transport)
        self._exchange = Retrying(Authenticating(around, self._credential))
        self._lock = threading.Lock()  # guards _calls and _closed
        self._calls: set[Call] = set()
        self._closed = False

    def score(self, rows: Rows, *, cancellation: Cancellation | None = None) -> list[float]:
        """Score a matrix of doubles, sent as `{"data": rows}`.

        Args:
            rows: iterables of numbers, an array of numpy, or a DataFrame.
            cancellation: ends the call from another thread.

        Returns:
            The predictions, bit for bit as the service wrote them.

        Raises:
            ScoringError: of any kind.
        """
        return self.call(score_rows(rows), cancellation=cancellation).value

    def score_payload(self, payload: Json, *, cancellation: Cancellation | None = None) -> Any:  # noqa: ANN401  # the type depends on the service
        """Score any JSON value, sent as it is.

        Args:
            payload: the value.
            cancellation: ends the call from another thread.

        Returns:
            The JSON value in the reply: never a string, `None` or an empty object. Its type is
            `Any`, because only the service determines it; as an annotation, `Json` names all types
            that it can have.

        Raises:
            ScoringError: of any kind.
        """
        return self.call(score_payload(payload), cancellation=cancellation).value

    def score_bytes(
        self, body: bytes, content_type: str, *, cancellation: Cancellation | None = None
    ) -> Any:  # noqa: ANN401  # the type depends on the service
        """Score bytes, such as an image, sent as they are.

        Args:
            body: the bytes.
            content_type: their media type.
            cancellation: ends the call from another thread.

        Returns:
            The JSON value in the reply, as of `score_payload`.

        Raises:
            ScoringError: of any kind.
        """
        return self.call(score_bytes(body, content_type), cancellation=cancellation).value

    def health(self, *, cancellation: Cancellation | None = None) -> None:
        """Ask the root of the service whether it is healthy, and return if it is.

        Raises:
            ScoringError: of any kind; `configuration` if the scoring URI does not end in `/score`.
        """
        self.call(check_health(), cancellation=cancellation)

    def swagger(self, *, cancellation: Cancellation | None = None) -> dict[str, Any]:
        """Return the description of the service, a JSON document.

        Raises:
            ScoringError: of any kind; `configuration` if the scoring URI does not end in `/score`.
        """
        return self.call(read_swagger(), cancellation=cancellation).value

    def call(
        self,
        operation: Operation[Result],
        options: CallOptions | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> ScoringResponse[Result]:
        """Perform an operation, and return its result with what is known about the reply.

        Args:
            operation: what to send, and how to read the reply: made by `score_rows` and the other
                functions named after the methods, or described by the caller.
            options: settings of this call; those of the client if not given.
            cancellation: ends the call from another thread.

        Raises:
            ScoringError: of any kind; `configuration` if an option is invalid.
        """
        made = self._configuration
        if options is not None:
            made = made.with_options(options)
        call = Call(
            deadline=monotonic() + made.overall_timeout,
            overall_timeout=made.overall_timeout,
            retries=made.retries,
            secrets=self._credential.secrets,
        )
        self._begin(call)
        end = None if cancellation is None else cancellation.subscribe(call.cancellation.cancel)
        try:
            outcome = self._outcome(operation, call, made)
        finally:
            if end is not None:
                end()
            with self._lock:
                self._calls.discard(call)
        # Raised here alone, where no other exception is being handled: an error must not reference
        # the lower-level ones, which quote what the service sent and contain the key.
        if isinstance(outcome, ScoringError):
            raise outcome
        return outcome

    def close(self) -> None:
        """Close the connections; safe to repeat.

        Calls in flight end at once with `CancelledError`, and later calls raise
        `ConfigurationError`.
        """
        with self._lock:
            self._closed = True
            calls = list(self._calls)
        for call in calls:
            call.cancellation.cancel()
        self._transport.close()

    def _begin(self, call: Call) -> None:
        with self._lock:
            if not self._closed:
                self._calls.add(call)
                return
        raise configuration_error("the client is closed")

    def _outcome(
        self, operation: Operation[Result], call: Call, made: Configuration
    ) -> ScoringResponse[Result] | ScoringError:
        try:
            reply = self._exchange.send(_request(operation, call, made))
        except TransportError as problem:
            return error_of_failure(problem, call)
        except ScoringError as error:
            return error
        if not reply.successful:
            return error_of_status(reply, call)
        return _response(operation, reply, call, made)

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
        made = self._configuration
        # Path and query may contain a secret.
        return f"{type(self).__name__}({origin_of(made.uri)!r}, key={made.key!r})"


def _request(operation: Operation[Result], call: Call, made: Configuration) -> Request:
    below_root = operation.below_root
    uri = made.uri if below_root is None else root_of(made.uri) + below_root
    headers = {
        "Accept": operation.accept,
        "Accept-Encoding": "gzip",
        "User-Agent": user_agent(made.application),
        CLIENT_REQUEST_ID: call.client_request_id,
    }
    if operation.content_type is not None:
        headers["Content-Type"] = operation.content_type
    return Request(
        method=operation.method,
        uri=uri,
        headers=headers,
        body=operation.body,
        connect_timeout=made.connect_timeout,
        attempt_timeout=made.attempt_timeout,
        call=call,
    )


def _response(
    operation: Operation[Result], reply: Reply, call: Call, made: Configuration
) -> ScoringResponse[Result] | ScoringError:
    try:
        if not reply.complete:
            raise NoPredictionError(f"the reply is larger than {made.reply_limit} bytes")  # noqa: TRY301  # one error
        value = operation.read(reply)
    except NoPredictionError as reason:
        return error_of(reply, call, ErrorKind.RESPONSE_FORMAT, str(reason))
    return ScoringResponse(
        value,
        status=reply.status,
        request_id=request_id_of(reply, call),
        client_request_id=call.client_request_id,
        attempts=call.attempts,
    )
