"""One connection: its number, how many requests came on it, and what is no HTTP at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from logging import Logger, getLogger
from typing import Any

from aiohttp import web

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

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answers what could not be parsed with 400, and a fault of ours with 500. Closes then."""
        del request, message
        if status == web.HTTPBadRequest.status_code:
            self.requests += 1
            self._on_unreadable(self)
            words = "The request is not HTTP/1.1 as RFC 9112 defines it."
        else:
            logger.error("The endpoint itself failed", exc_info=exc)
            words = "The endpoint itself failed; its log says why."
        reply = web.Response(
            status=status, body=json.dumps({"message": words}), content_type="application/json"
        )
        reply.force_close()
        return reply
