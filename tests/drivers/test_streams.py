"""The one stream of a container: its frames are taken apart."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from scoreline.drivers.container_program import ContainerProgram
from scoreline.drivers.program import TAIL_BYTES

Run = Callable[[Any], None]
STDOUT, STDERR = 1, 2


class Pipe(asyncio.Transport):
    """A connection on which nothing is sent."""

    def pause_reading(self) -> None:
        """Does nothing: the test feeds the stream."""

    def resume_reading(self) -> None:
        """Does nothing, either."""


def frame(kind: int, data: bytes) -> bytes:
    """A frame as the Docker Engine API describes it."""
    return struct.pack(">BxxxL", kind, len(data)) + data


def program() -> ContainerProgram:
    """A program whose stream the test feeds."""
    made = ContainerProgram(SimpleNamespace(api=None), "none")  # type: ignore[arg-type]  # unused
    made.connection_made(Pipe())
    return made


async def everything(made: ContainerProgram) -> bytes:
    """All of its standard output."""
    made.connection_lost(None)
    chunks = []
    while data := await made.read():
        chunks.append(data)
    return b"".join(chunks)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 1000])
def test_frames_in_pieces(size: int, run: Run) -> None:
    """The content of frames is passed on whole, wherever the stream is cut."""
    frames = [(STDOUT, b"one "), (STDERR, b"err"), (STDOUT, b""), (STDOUT, b"two"), (STDERR, b"or")]
    stream = b"".join(frame(kind, data) for kind, data in frames)

    async def scenario() -> None:
        made = program()
        for start in range(0, len(stream), size):
            made.data_received(stream[start : start + size])
        assert made.stderr.tail() == b"error"
        assert await everything(made) == b"one two"

    run(scenario())


def test_frame_before_its_end(run: Run) -> None:
    """The content of a frame is passed on before the rest of the frame is received."""

    async def scenario() -> None:
        made = program()
        made.data_received(frame(STDOUT, b"0123456789")[:12])
        assert await made.read() == b"0123"

    run(scenario())


@pytest.mark.parametrize("kind", [STDOUT, STDERR])
@pytest.mark.parametrize(("size", "count"), [(32 << 20, 1), (100, 40_000)])
def test_large_streams(
    kind: int, size: int, count: int, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work grows in proportion to the bytes: each is passed on once, and at once."""
    chunk, header = 1 << 16, len(frame(kind, b""))
    stream = frame(kind, bytes(size)) * count
    passed: list[int] = []

    async def scenario() -> None:
        made = program()
        taker = made._stdout if kind == STDOUT else made.stderr
        method = "feed_data" if kind == STDOUT else "feed"
        monkeypatch.setattr(taker, method, lambda data: passed.append(len(data)))
        for start in range(0, len(stream), chunk):
            piece = stream[start : start + chunk]
            made.data_received(piece)
            frames, rest = divmod(start + len(piece), header + size)
            assert sum(passed) == frames * size + max(rest - header, 0)

    run(scenario())
    assert sum(passed) == size * count
    assert len(passed) <= count + len(stream) // chunk + 1


def test_end_of_standard_error(run: Run) -> None:
    """Of endless standard error only the end is kept."""

    async def scenario() -> None:
        made = program()
        for _ in range(100):
            made.data_received(frame(STDERR, b"x" * 10_000 + b"\n"))
        made.data_received(frame(STDERR, b"the end\n"))
        made.connection_lost(None)
        assert len(await made.rest_of_stderr()) <= TAIL_BYTES
        assert made.stderr.lines()[-1] == "the end"

    run(scenario())
