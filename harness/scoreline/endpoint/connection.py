"""One connection: its number, how many requests it carried, and requests that are not HTTP."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from logging import Logger, getLogger
from time import time
from typing import Any

from aiohttp import web

from scoreline.endpoint import encoding, replies, transfer
from scoreline.results.exchange import SentReply

logger: Logger = getLogger(__name__)

_SILENT = getLogger(f"{__name__}.http")
_SILENT.disabled = True  # aiohttp quotes what it could not parse, and that may hold a key

_LINE_LIMIT = 65_536


class Connection(web.RequestHandler):
    """A connection that the endpoint accepted.

    Attributes:
        number: from 1, in the order the endpoint accepted them.
        requests: how many requests have arrived on it so far.
    """

    __slots__ = ("_on_unreadable", "number", "requests")

    def __init__(
        self,
        server: web.Server,
        number: int,
        on_unreadable: Callable[[Connection, SentReply], None],
        **more: Any,
    ) -> None:
        """A connection that is about to be accepted.

        Args:
            server: calls the handler.
            number: the connection's number.
            on_unreadable: called with the 400 reply to a request that is not HTTP.
            more: passed to aiohttp; `loop` is required.
        """
        super().__init__(
            server,
            access_log=None,  # type: ignore[arg-type]  # documented by aiohttp: None turns it off
            auto_decompress=False,  # the journal keeps the bytes that were sent
            logger=_SILENT,
            max_field_size=_LINE_LIMIT,
            max_line_size=_LINE_LIMIT,
            **more,
        )
        self.number = number
        self.requests = 0
        self._on_unreadable = on_unreadable

    def data_received(self, data: bytes) -> None:
        """Receives bytes, and ends a body in which aiohttp met an error.

        aiohttp queues such an error as a separate message and leaves the body waiting for bytes
        that it will not read. No message can follow an unfinished body, so a message that does
        is that error.
        """
        super().data_received(data)
        request = self._current_request
        if self._messages and request is not None and not request.content.is_eof():
            request.content.set_exception(web.RequestPayloadError())

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
            logger.error("The endpoint itself failed", exc_info=exc)
            text = "The endpoint itself failed; the reason is in its log."
        date = encoding.http_date(int(time()))
        reply = replies.error(status, text)
        head, sent = encoding.encode(reply, [("Connection", "close")], date=date)
        if status == HTTPStatus.BAD_REQUEST:
            self.requests += 1
            self._on_unreadable(self, sent)
        if self.transport is not None:
            self.transport.write(head + sent.body)
        return transfer.CLOSE
