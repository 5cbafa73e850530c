"""Transfer of bytes: the body of a request is received, a reply is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from aiohttp import web

from scoreline.endpoint import replies
from scoreline.endpoint.journal import Entry
from scoreline.results.exchange import SentReply
from scoreline.suite.service import Reply

BODY_LIMIT: Final = 256 * 1024 * 1024
"""Bytes of a request body; a longer one is answered 413 and its connection closed."""

_BLOCK: Final = 65_536
"""Bytes handed to the network at a time, so that the journal knows how far a reply got."""


class _Written(web.StreamResponse):
    """A response whose bytes are all written; aiohttp only learns whether to keep the connection.

    Args:
        keep: whether the connection stays open.
    """

    def __init__(self, *, keep: bool) -> None:
        super().__init__()
        self._keep = keep

    @property
    def keep_alive(self) -> bool:
        return self._keep

    async def prepare(self, request: web.BaseRequest) -> None:
        """Writes nothing."""

    async def write_eof(self, data: bytes = b"") -> None:
        """Writes nothing."""


KEEP: Final[web.StreamResponse] = _Written(keep=True)
"""Returned by a handler that has written its reply: the connection stays open."""

CLOSE: Final[web.StreamResponse] = _Written(keep=False)
"""The same, but the connection is closed as soon as everything written has been sent."""


async def receive(request: web.BaseRequest, entry: Entry, keep: int | None) -> Reply | None:
    """Reads the request body into the entry, as far as it arrives.

    Args:
        request: the request; its head has been read.
        entry: receives the body, even an incomplete one.
        keep: how many bytes of it to keep; None: all.

    Returns:
        None, or the reply to a body that is too long or whose transfer coding is broken.

    Raises:
        ConnectionError: the client closed the connection before the body was complete.
    """
    content = request.content
    blocks: list[bytes] = []
    size = 0
    try:
        while block := await content.readany():
            blocks.append(block)
            size += len(block)
            if size > BODY_LIMIT:
                return replies.error(413, f"The request body is longer than {BODY_LIMIT} bytes.")
    except web.RequestPayloadError:
        return replies.error(400, "The request body is not encoded as its headers state.")
    finally:
        entry.body = b"".join(blocks)[:keep]
    return None


async def send(request: web.BaseRequest, entry: Entry, head: bytes, reply: SentReply) -> None:
    """Hands a reply to the network.

    Returns when everything that is not yet sent fits into the network's buffer.

    Args:
        request: the request to reply to.
        entry: receives the reply; its body is cut off where sending ended.
        head: status line and headers; empty for a raw reply.
        reply: the whole reply.

    Raises:
        ConnectionError: the client closed the connection.
    """
    data = head + reply.body
    sent = 0
    try:
        for start in range(0, len(data), _BLOCK):
            block = data[start : start + _BLOCK]
            await request.writer.write(block)
            sent += len(block)
        await request.writer.drain()
    finally:
        entry.reply = replace(reply, body=reply.body[: max(0, sent - len(head))])
