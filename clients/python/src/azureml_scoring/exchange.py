"""An exchange: one request in, one complete reply or one failure out.

The exchange of a client consists of layers, each around the next one:

    retrying -> authenticating -> what the caller put around the transport -> transport

A layer is an `Exchange` that is given another one. It may change the request, the reply, both or
neither, and may answer without the exchange that it was given, as a fake does. This one prints what
becomes of each attempt; `ScoringClient(exchange=Traced)` puts it around the transport:

    class Traced:
        def __init__(self, inner: Exchange) -> None:
            self._inner = inner

        def send(self, request: Request) -> Reply:
            reply = self._inner.send(request)
            print(request.call.client_request_id, request.call.attempts, reply.status)
            return reply
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from azureml_scoring.errors import ErrorKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azureml_scoring.call import Call

CLIENT_REQUEST_ID = "x-ms-client-request-id"


@dataclass(frozen=True, slots=True)
class Request:
    """One complete request.

    Attributes:
        method: `POST` or `GET`.
        uri: absolute, sent verbatim.
        headers: all headers except `Host` and `Content-Length`, which are added on sending.
        body: the body; `None` for a request without one.
        connect_timeout: limit for making a connection, in seconds.
        attempt_timeout: limit from the first byte sent to the last byte received, in seconds.
        call: the call that the request belongs to.
    """

    method: str
    uri: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    connect_timeout: float
    attempt_timeout: float
    call: Call


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply.

    Attributes:
        status: the HTTP status.
        headers: case-insensitive; if a header occurs more than once, its first value.
        body: decompressed if it was valid gzip.
        complete: whether `body` is all of it; otherwise it is the beginning of one that is larger
            than the client's limit.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    complete: bool = True

    @property
    def successful(self) -> bool:
        """Whether the status is 2xx. The body need not contain a prediction."""
        return self.status in range(200, 300)


class TransportError(Exception):
    """No complete reply was received. The text of the error is for people only.

    Attributes:
        kind: `timeout`, `connection` or `cancelled`.
        retryable: whether a further attempt could have another result.
    """

    def __init__(self, kind: ErrorKind, message: str, *, retryable: bool = True) -> None:
        super().__init__(message)
        self.kind = kind
        self.retryable = retryable and kind is not ErrorKind.CANCELLED


def cancelled() -> TransportError:
    """The failure of a call that was cancelled."""
    return TransportError(ErrorKind.CANCELLED, "the call was cancelled")


class Exchange(Protocol):
    """What a request is given to. It is called by many threads at once."""

    def send(self, request: Request) -> Reply:  # pyright: ignore[reportReturnType]  # a protocol
        """Send the request, and return the complete reply, whatever its status.

        Raises:
            TransportError: no complete reply was received.
            ScoringError: of kind `configuration`, if a proxy or CA setting cannot be used.
        """
