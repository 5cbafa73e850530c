"""One connection: its number, how many requests came on it, and what is no HTTP at all."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from logging import Logger, getLogger
from time import time
from typing import Any

from aiohttp import web

from scoreline.endpoint import replies, transfer, wire

logger: Logger = getLogger(__name__)

_SILENT = getLogger(f"{__name__}.http")
_SILENT.disabled = True  # aiohttp quotes what it could not parse, and that may hold a key

_LINE_LIMIT = 65_536


class Connection(web.RequestHandler):
    """A connection that was accepted.

    Attributes:
        number: from 1, in the order the endpoint accepted them.
        requests: how many requests came on it so far.
    """

    __slots__ = ("_on_unreadable", "number", "requests")

    def __init__(
        self,
        server: web.Server,
        number: int,
        on_unreadable: Callable[[Connection], None],
        **more: Any,
    ) -> None:
        """A connection that is about to be made.

        Args:
            server: calls the handler.
            number: of this connection.
            on_unreadable: is told of a request that is no HTTP, which is answered 400.
            more: goes to aiohttp; `loop` is required.
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
        """Takes bytes in, and ends a body in which aiohttp met an error.

        aiohttp queues the error as a message of its own and leaves the body waiting for bytes that
        it would not read any more. No message can follow a body that is not over, so one that does
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
        """Answers what could not be parsed with 400, and a fault of ours with 500. Closes then.

        Nobody is left to answer where the connection itself has gone.
        """
        del request, message
        if status == HTTPStatus.BAD_REQUEST:
            self.requests += 1
            self._on_unreadable(self)
            words = "The request is not HTTP/1.1 as RFC 9112 defines it."
        elif isinstance(exc, ConnectionError):
            return transfer.CLOSE  # the connection went while its reply was on the way
        else:
            logger.error("The endpoint itself failed", exc_info=exc)
            words = "The endpoint itself failed; its log says why."
        reply = replies.error(status, words)
        if self.transport is not None:
            date = wire.http_date(int(time()))
            self.transport.write(wire.encode(reply, [("Connection", "close")], date=date))
        return transfer.CLOSE
