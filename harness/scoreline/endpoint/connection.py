"""One connection: its number, how many requests it carried, and requests that are not HTTP."""

from __future__ import annotations

from asyncio import BaseTransport
from http import HTTPStatus
from logging import getLogger
from time import monotonic, time
from typing import Any, Final, Protocol, cast

from aiohttp import EMPTY_PAYLOAD, StreamReader, web

from scoreline.endpoint import encoding, replies, transfer
from scoreline.endpoint.connection_entry import ConnectionEntry
from scoreline.endpoint.port import Port
from scoreline.results.connection import ClosedBy
from scoreline.results.exchange import SentReply

_SILENT = getLogger(f"{__name__}.http")
_SILENT.disabled = True  # aiohttp quotes what it could not parse, and that may hold a key

HEAD_LIMIT: Final = 131_072
"""Bytes of a request's head that may arrive before its end; then it is not HTTP any more."""

_LINE_LIMIT = 65_536


class ConnectionObserver(Protocol):
    """What a connection tells the endpoint."""

    def unreadable(self, connection: Connection, reply: SentReply) -> None:
        """A request was not HTTP and got this 400 reply."""

    def failed(self, error: BaseException | None) -> None:
        """The endpoint failed to handle a request."""

    def lost(self, connection: Connection) -> None:
        """The connection has ended."""


class Connection(web.RequestHandler):
    """A connection that the endpoint accepted.

    Attributes:
        entry: what the journal says about it.
        port: the service's own port on which it was accepted; None: a port for all services.
        ended: how many of its requests have ended.
    """

    __slots__ = ("_observer", "_partial", "_payload", "ended", "entry", "port")

    def __init__(
        self,
        server: web.Server,
        number: int,
        port: Port | None,
        observer: ConnectionObserver,
        **more: Any,
    ) -> None:
        """A connection that is about to be accepted.

        Args:
            server: calls the handler.
            number: from 1, in the order in which the endpoint accepted them.
            port: the service's own port on which it was accepted.
            observer: is told what happens on the connection.
            more: passed to aiohttp; `loop` is required.
        """
        super().__init__(
            server,
            access_log=None,  # type: ignore[arg-type]  # documented by aiohttp: None turns it off
            auto_decompress=False,  # the journal keeps the bytes that were sent
            logger=_SILENT,
            lingering_time=0,  # a body that is refused is not read to its end
            max_field_size=_LINE_LIMIT,
            max_line_size=_LINE_LIMIT,
            **more,
        )
        self.entry = ConnectionEntry(number, monotonic())
        self.port = port
        self._observer = observer
        self._partial = 0
        self._payload: StreamReader = EMPTY_PAYLOAD
        self.ended = 0

    @property
    def is_idle(self) -> bool:
        """Whether it is open and has no request that has been received and not been answered."""
        return self.transport is not None and self._request_count == self.ended

    def abort(self) -> None:
        """Closes it at once, without sending what is not sent yet."""
        if self.transport is not None:
            self.entry.close(ClosedBy.ENDPOINT, monotonic())
            self.transport.abort()

    def connection_made(self, transport: BaseTransport) -> None:
        """The connection is open, and the TLS handshake, if any, has ended."""
        super().connection_made(transport)
        if (encrypted := transport.get_extra_info("ssl_object")) is not None:
            self.entry.tls = encrypted.version() or ""

    def eof_received(self) -> None:
        """The client has closed its half of the connection."""
        self.entry.close(ClosedBy.CLIENT, monotonic())
        super().eof_received()

    def connection_lost(self, exc: BaseException | None) -> None:
        """The connection has ended."""
        by = ClosedBy.CLIENT if isinstance(exc, ConnectionError) else ClosedBy.ENDPOINT
        self.entry.close(by, monotonic())
        super().connection_lost(exc)
        self._observer.lost(self)

    def data_received(self, data: bytes) -> None:
        """Receives bytes, and ends a body in which aiohttp met an error.

        aiohttp queues such an error as a separate message and leaves the body waiting for bytes
        that it will not read. No message can follow an unfinished body, so a message that does
        is that error.
        """
        self.entry.received += len(data)
        in_body = not self._payload.is_eof()
        super().data_received(data)
        if self._messages:
            self._payload = self._messages[-1][1]
        self._partial = 0 if in_body or self._messages else self._partial + len(data)
        request = self._current_request
        if self._messages and request is not None and not request.content.is_eof():
            request.content.set_exception(web.RequestPayloadError())
        if self._partial > HEAD_LIMIT:
            self.handle_error(cast("web.BaseRequest", None), HTTPStatus.BAD_REQUEST)
            self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answers 400 if the request is not HTTP, 500 if the endpoint failed, and closes.

        Sends nothing if the connection itself is gone.
        """
        del request, message
        if status == HTTPStatus.BAD_REQUEST:
            text = "The request is not HTTP/1.1 as RFC 9112 defines it."
        elif isinstance(exc, ConnectionError):
            return transfer.CLOSE  # the connection was lost while its reply was being sent
        else:
            self._observer.failed(exc)
            text = "The endpoint itself failed; the reason is in its log."
        date = encoding.http_date(int(time()))
        reply = replies.error(status, text)
        head, sent = encoding.encode(reply, [("Connection", "close")], date=date)
        if status == HTTPStatus.BAD_REQUEST:
            self.entry.requests += 1
            self._observer.unreadable(self, sent)
        if self.transport is not None:
            self.transport.write(head + sent.body)
        return transfer.CLOSE
