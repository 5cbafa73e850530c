"""Transfer of bytes: a request is received, a reply is sent."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Iterable
from dataclasses import replace
from time import monotonic
from typing import Final

from aiohttp import web

from scoreline.endpoint import encoding, replies
from scoreline.endpoint.budget import Budget
from scoreline.endpoint.journal import Entry
from scoreline.results.bounds import MOST_BYTES_READ
from scoreline.results.exchange import SentReply
from scoreline.suite.reply import Piece, Reply, Then

RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER: closing resets the connection, which leaves nothing behind on either side."""

SHOWN: Final = 200
"""Characters of a target that are kept if the head of its request is not."""

_ENTRY_BYTES: Final = 1_024
"""What an exchange takes in memory besides what was sent."""

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


def begin(
    request: web.BaseRequest, place: tuple[int, int], service: str, target: str, budget: Budget
) -> Entry:
    """The entry of a request whose head has been received.

    Args:
        request: the request.
        place: number of its connection, and its own number on that.
        service: name of its service.
        target: path and query.
        budget: how many bytes may be kept. If there are fewer than the head has, none of it is.
    """
    size = len(target) + sum(len(name) + len(value) for name, value in request.raw_headers)
    kept = size <= budget.body and budget.take_all(size + _ENTRY_BYTES)
    headers = request.raw_headers if kept else ()
    return Entry(
        service=service,
        connection=place[0],
        sequence=place[1],
        method=request.method[:SHOWN],
        target=target if kept else target[:SHOWN],
        version=f"HTTP/{request.version.major}.{request.version.minor}",
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers),
        started=monotonic(),
        omitted=0 if kept else size,
    )


async def receive(request: web.BaseRequest, entry: Entry, budget: Budget) -> Reply | None:
    """Reads the request body, as far as it arrives.

    Args:
        request: the request; its head has been read.
        entry: receives the first part of the body, even of an incomplete one, and the number of
            bytes that were not kept.
        budget: how many bytes may be kept.

    Returns:
        None, or the reply to a body that is too long or whose transfer coding is broken.

    Raises:
        ConnectionError: the client closed the connection before the body was complete.
    """
    content = request.content
    kept = bytearray()
    size = 0
    try:
        while block := await content.readany():
            size += len(block)
            wanted = min(len(block), budget.body - len(kept))
            if len(kept) == size - len(block):  # nothing is kept after what was left out
                kept += block[: budget.take(wanted)]
            if size > MOST_BYTES_READ:
                message = f"The request body is longer than {MOST_BYTES_READ} bytes."
                return replies.error(413, message)
    except web.RequestPayloadError:
        return replies.error(400, "The request body is not encoded as its headers state.")
    finally:
        entry.body = bytes(kept)
        entry.omitted += size - len(kept)
    return None


async def send(
    request: web.BaseRequest, entry: Entry, head: bytes, reply: SentReply, budget: Budget
) -> None:
    """Hands a reply to the network.

    Returns when everything that is not yet sent fits into the network's buffer.

    Args:
        request: the request to reply to.
        entry: receives the reply; its body is cut off where sending ended.
        head: status line and headers; empty for a raw reply.
        reply: the whole reply.
        budget: how many bytes of its body may be kept.

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
        written = max(0, sent - len(head))
        kept = budget.take(min(written, budget.body))
        entry.reply = replace(reply, body=reply.body[:kept], omitted=written - kept)


async def send_pieces(
    request: web.BaseRequest, entry: Entry, pieces: Iterable[Piece], budget: Budget
) -> None:
    """Sends a raw reply: bytes and pauses.

    Args:
        request: the request to reply to.
        entry: receives what was sent.
        pieces: what to send.
        budget: how many bytes may be kept.

    Raises:
        ConnectionError: the client closed the connection.
    """
    kept, omitted = bytearray(), 0
    try:
        for piece in pieces:
            if piece.pause_seconds:
                await asyncio.sleep(piece.pause_seconds)
            data = encoding.piece_bytes(piece)
            # Without a pause between them, short ones are sent together.
            together = 1 if piece.every_seconds else max(1, _BLOCK // max(1, len(data)))
            for number in range(0, piece.times if data else 0, together):
                if number and piece.every_seconds:
                    await asyncio.sleep(piece.every_seconds)
                repeated = data * min(together, piece.times - number)
                for start in range(0, len(repeated), _BLOCK):
                    block = repeated[start : start + _BLOCK]
                    await request.writer.write(block)
                    granted = budget.take(min(len(block), max(budget.body - len(kept), 0)))
                    kept += block[:granted]
                    omitted += len(block) - granted
                await request.writer.drain()
    finally:
        entry.reply = SentReply(None, body=bytes(kept), omitted=omitted)


def end(request: web.BaseRequest, then: Then) -> web.StreamResponse:
    """Does what follows a reply on its connection; the result is for the handler to return."""
    transport = request.transport
    if transport is None or then is Then.KEEP:
        return KEEP
    if then is Then.HALF_CLOSE and transport.can_write_eof():
        transport.write_eof()
        return KEEP
    if then is Then.RESET:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        transport.abort()
    return CLOSE
