"""Reads the body of a reply, within the client's limit on its size."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

READ_SIZE = 1 << 16


def read(
    pieces: Iterator[bytes], limit: int, *, packed: bool, check: Callable[[], None]
) -> tuple[bytes, bool]:
    """Read a body, and decompress it if it is valid gzip.

    A body that is declared as gzip but is not valid from beginning to end is returned unchanged: it
    is not a prediction, and the error shows it as it was received.

    Args:
        pieces: the body as it arrives; not read to its end if it is too large.
        limit: how many bytes to take, before as well as after decompressing it.
        packed: whether the body is declared as gzip.
        check: raises if the attempt is over; called before each piece that is decompressed.

    Returns:
        The body, and whether this is all of it.
    """
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit:
            return bytes(body[:limit]), False
    return _unpacked(bytes(body), limit, check) if packed else (bytes(body), True)


def _unpacked(body: bytes, limit: int, check: Callable[[], None]) -> tuple[bytes, bool]:
    # urllib3 is not used for this because it accepts a truncated body.
    unpacked = bytearray()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            while piece := file.read(READ_SIZE):
                check()
                unpacked += piece
                if len(unpacked) > limit:
                    return bytes(unpacked[:limit]), False
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return body, True
    return bytes(unpacked), True
