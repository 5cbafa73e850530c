"""Bytes in and bytes out: the body of a request, and a reply that is written as it is."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from scoreline.endpoint import replies
from scoreline.endpoint.journal import Entry
from scoreline.suite.service import Reply

BODY_LIMIT: Final = 256 * 1024 * 1024
"""Bytes of a request body; a longer one is answered 413 and its connection closed."""


class _Written(web.StreamResponse):
    """Tells aiohttp that every byte of the reply is written, and whether the connection is kept."""

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
"""What a handler returns when it has written its reply and the connection stays open."""

CLOSE: Final[web.StreamResponse] = _Written(keep=False)
"""The same, and the connection is closed once what was written has been sent."""


async def receive(request: web.BaseRequest, entry: Entry, keep: int | None) -> Reply | None:
    """Reads the body into the entry, as much of it as arrives.

    Args:
        request: its head is read.
        entry: takes the body, also where it is cut off.
        keep: bytes to keep of it; None: all.

    Returns:
        None, or the reply to a body that is too long or whose transfer coding is broken.

    Raises:
        ConnectionError: the client went away before the body was whole.
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
        return replies.error(400, "The request body is not encoded as its headers say.")
    finally:
        entry.body = b"".join(blocks)[:keep]
    return None


async def send(request: web.BaseRequest, data: bytes) -> None:
    """Hands bytes to the network; returns when no more than its own buffer is left to be sent.

    Raises:
        ConnectionError: the client has gone away.
    """
    await request.writer.write(data)
    await request.writer.drain()
