"""A started program as the doors see it, wherever it runs."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Protocol

TAIL_BYTES = 131_072
"""How much of a program's standard error is kept."""
TAIL_LINES = 20
"""How many of its last lines are shown."""
_CHUNK = 1 << 16
_READ_AHEAD = 1 << 20


class ProgramError(Exception):
    """A program could not be started, or cannot be spoken to any more."""


class StandardError:
    """A program's standard error: its last lines, and whether a secret went through it."""

    def __init__(self) -> None:
        """Starts empty."""
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._cut = False
        self._overlap = b""
        self._watched: set[bytes] = set()
        self._leaked: set[bytes] = set()

    def watch(self, secrets: Iterable[str]) -> None:
        """Looks for secrets in all that comes from now on."""
        self._watched.update(secret.encode() for secret in secrets)

    def leaked(self, secrets: Iterable[str]) -> tuple[str, ...]:
        """Those of the watched secrets that came; looks for none of them any more."""
        found = []
        for secret in secrets:
            data = secret.encode()
            self._watched.discard(data)
            if data in self._leaked:
                self._leaked.discard(data)
                found.append(secret)
        return tuple(found)

    def feed(self, data: bytes) -> None:
        """Takes the next bytes; keeps the last ones only."""
        text = self._overlap + data
        self._leaked.update(secret for secret in self._watched if secret in text)
        longest = max(map(len, self._watched), default=1)
        self._overlap = text[-longest:]
        self._chunks.append(data)
        self._size += len(data)
        while len(self._chunks) > 1 and self._size - len(self._chunks[0]) >= TAIL_BYTES:
            self._size -= len(self._chunks.popleft())
            self._cut = True

    def tail(self) -> bytes:
        """The last bytes. Where the cut may go through a key, the rest of it is cut off as well."""
        text = b"".join(self._chunks)
        if not self._cut and len(text) <= TAIL_BYTES:
            return text
        return text[-TAIL_BYTES:].lstrip(b"scoreline-0123456789abcdef")

    def lines(self) -> tuple[str, ...]:
        """The last lines, for people."""
        text = self.tail().decode("utf-8", "replace")
        return tuple(text.splitlines()[-TAIL_LINES:])


class Program(Protocol):
    """A started program: its three streams, its end, and the means to end it."""

    @property
    def stderr(self) -> StandardError:
        """Its standard error, read as it comes."""

    def post(self, data: bytes) -> None:
        """Writes to its standard input without waiting for it to be taken.

        Raises:
            ProgramError: the program does not take anything any more.
        """

    async def write(self, data: bytes) -> None:
        """Writes to its standard input, and waits where the program is far behind.

        Raises:
            ProgramError: the program does not take it any more.
        """

    def end_input(self) -> None:
        """Ends its standard input."""

    async def read(self) -> bytes:
        """The next bytes of its standard output; empty at the end."""

    async def rest_of_stderr(self) -> bytes:
        """The last bytes of its standard error, all of it read where the program has ended."""

    async def wait(self) -> int:
        """Waits for its end: the exit status, negative for the signal that ended it.

        Raises:
            ProgramError: how it ended is not to be found out.
        """

    async def kill(self) -> None:
        """Ends it and all its children at once, if they have not ended, and frees what it held."""


class Streams(asyncio.BaseProtocol):
    """Our ends of a program's three streams; a driver says what comes through them."""

    def __init__(self) -> None:
        """Starts with nothing connected. To be called in an event loop."""
        self.stderr = StandardError()
        self._input: asyncio.WriteTransport | None = None
        self._stdout = asyncio.StreamReader(limit=_READ_AHEAD)
        self._stderr_ended = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    def pause_writing(self) -> None:
        """The program is behind in reading."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """It has caught up, or gone."""
        self._writable.set()

    def post(self, data: bytes) -> None:
        """See Program."""
        self._open_input().write(data)

    async def write(self, data: bytes) -> None:
        """See Program."""
        self.post(data)
        await self._writable.wait()
        self._open_input()

    def _open_input(self) -> asyncio.WriteTransport:
        if self._input is None or self._input.is_closing():
            raise ProgramError("closed its standard input")
        return self._input

    def end_input(self) -> None:
        """See Program."""
        if self._input is not None and not self._input.is_closing():
            self._input.write_eof()
        self._input = None

    async def read(self) -> bytes:
        """See Program."""
        return await self._stdout.read(_CHUNK)

    async def rest_of_stderr(self) -> bytes:
        """See Program."""
        await self._stderr_ended.wait()
        return self.stderr.tail()


def ending(status: int) -> str:
    """An exit status in words; negative for a signal."""
    return f"died of signal {-status}" if status < 0 else f"exited with status {status}"
