"""The Python client with the steps of a call as methods, which a broken client replaces.

It uses what any user of the client can: an exchange of its own around the transport, operations,
and the public methods. Of the client's inside it knows the transport, which `reconnect` makes anew,
and the function that makes the error of a reply.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterable
from typing import Any

from azureml_scoring import (
    Call,
    Configuration,
    ErrorKind,
    Exchange,
    Json,
    NoPredictionError,
    Operation,
    Reply,
    Request,
    ScoringClient,
    ScoringError,
    ScoringResponse,
    TransportError,
    operation,
    outcome,
)
from azureml_scoring.exchange import CLIENT_REQUEST_ID
from azureml_scoring.transport import Transport


class _Latest(threading.local):
    """The call that this thread makes: its latest request, and what became of that."""

    call: Call
    request: Request
    sent: Request | None = None
    reply: Reply | None = None
    problem: TransportError | None = None
    error: ScoringError


class _Steps:
    """The exchange around the transport: gives each request to the methods of the client."""

    def __init__(self, client: Client, inner: Exchange) -> None:
        self.client = client
        self.inner: Any = inner

    def send(self, request: Request) -> Reply:
        now = self.client.now
        now.call, now.request = request.call, request
        now.sent = self.client.build_request(
            request.body or b"", request.headers[CLIENT_REQUEST_ID]
        )
        try:
            now.reply = self.client.send(now.sent)
        except TransportError as problem:
            now.problem = problem
            raise
        return now.reply


def response(value: Any) -> ScoringResponse[Any]:
    """What `call` returns with a value; the public methods return no more than that."""
    return ScoringResponse(value, 200, None, "", 1)


class Client(ScoringClient):
    """A client with the steps of a call as methods."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self.now = _Latest()
        self._left: list[Exchange] = []
        super().__init__(*arguments, exchange=self._steps_around, **settings)

    def _steps_around(self, inner: Exchange) -> _Steps:
        self.steps = _Steps(self, inner)
        return self.steps

    @property
    def configuration(self) -> Configuration:
        """The configuration, with the key."""
        return self._configuration

    def score(self, rows: Iterable[Iterable[float]], **more: Any) -> list[float]:
        """Scores rows, with the methods below."""
        return self.call(Operation(self.encode_rows(rows), self.read_predictions), **more).value

    def score_payload(self, payload: Json, **more: Any) -> Any:
        """Scores a payload, with the methods below."""
        return self.call(Operation(self.encode_payload(payload), self.read_payload), **more).value

    def call(self, operation: Operation[Any], **more: Any) -> Any:
        """Performs an operation, and gives its reply or failure to the methods below."""
        now = self.now
        now.sent = now.reply = now.problem = None
        try:
            result = super().call(operation, **more)
        except ScoringError as error:
            now.error = error
            return self._after_failure(operation)
        error = self.error_of_status(now.reply)
        if error is not None:
            raise error
        return result

    def _after_failure(self, operation: Operation[Any]) -> Any:
        now = self.now
        if now.error.status is None or now.reply is None:
            if now.problem is None or now.sent is None:
                raise now.error
            raise self._error_of_transport(now.problem, now.sent)
        error = self.error_of_status(now.reply)
        if error is None and not now.reply.successful:
            try:
                return response(operation.read(now.reply))
            except NoPredictionError as reason:
                now.error.message = str(reason)
        raise error or self._error(
            now.reply, ErrorKind.RESPONSE_FORMAT, now.error.message
        ) from None

    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        """Encodes rows as a body."""
        return operation.score_rows(rows).body or b""

    def encode_payload(self, payload: Json) -> bytes:
        """Encodes a payload as a body."""
        return operation.score_payload(payload).body or b""

    def build_request(self, body: bytes, client_request_id: str) -> Request:
        """Builds the request, with all its headers, that carries `body`."""
        request = self.now.request
        headers = {**request.headers, CLIENT_REQUEST_ID: client_request_id}
        if request.body is None:
            return dataclasses.replace(request, headers=headers)
        return dataclasses.replace(request, body=body, headers=headers)

    def send(self, request: Request) -> Reply:
        """Sends the request once."""
        return self.steps.inner.send(request)

    def error_of_status(self, reply: Reply) -> ScoringError | None:
        """The error for the reply's status, or `None` for 2xx."""
        if reply.successful:
            return None
        kind = outcome.kind_of(reply.status, reply.headers)
        return self._error(reply, kind, f"HTTP {reply.status}")

    def read_predictions(self, reply: Reply) -> list[float]:
        """Reads the predictions from a 2xx reply to rows."""
        return operation.read_predictions(reply)

    def read_payload(self, reply: Reply) -> Any:
        """Reads the prediction from a 2xx reply to a payload."""
        return operation.read_payload(reply)

    def reconnect(self) -> None:
        """Uses its connections no more; the next request makes a new one.

        They are closed later: a call at the same time may be using them.
        """
        self._left.append(self.steps.inner)
        self.steps.inner = Transport(self.configuration)

    def send_to(self, uri: str, request: Request) -> Reply:
        """Sends the request to another place, over connections of its own."""
        other = Transport(dataclasses.replace(self.configuration, uri=uri))
        return other.send(dataclasses.replace(request, uri=uri))

    def close(self) -> None:
        """Closes also the connections that `reconnect` has made and left."""
        super().close()
        for transport in (*self._left, self.steps.inner):
            transport.close()

    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        return self._with_id(outcome.error_of(reply, self.now.call, kind, default_message))

    def _error_of_transport(self, problem: TransportError, request: Request) -> ScoringError:  # noqa: ARG002
        return self._with_id(self.now.error)

    def _with_id(self, error: ScoringError) -> ScoringError:
        if self.now.sent is not None and error.client_request_id is not None:
            sent = self.now.sent.headers.get(CLIENT_REQUEST_ID)
            error.client_request_id = sent or error.client_request_id
        return error
