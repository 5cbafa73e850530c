"""A started program as the doors see it, wherever it runs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Protocol

TAIL_BYTES = 131_072
"""How much of a program's standard error is kept."""
TAIL_LINES = 20
"""How many of its last lines are shown."""


class ProgramError(Exception):
    """A program could not be started, or cannot be spoken to any more."""


class StandardError:
    """A program's standard error: its last lines, and whether a secret went through it."""

    def __init__(self) -> None:
        """Starts empty."""
        self._chunks: deque[bytes] = deque()
        self._size = 0
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

    def tail(self) -> bytes:
        """The last bytes."""
        return b"".join(self._chunks)[-TAIL_BYTES:]

    def lines(self) -> tuple[str, ...]:
        """The last lines, for people."""
        text = self.tail().decode("utf-8", "replace")
        return tuple(text.splitlines()[-TAIL_LINES:])


class Program(Protocol):
    """A started program: its three streams, its end, and the means to end it."""

    @property
    def stderr(self) -> StandardError:
        """Its standard error, read as it comes."""

    async def write(self, data: bytes) -> None:
        """Writes to its standard input.

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
        """Waits for its end: the exit status, negative for the signal that ended a process."""

    async def kill(self) -> None:
        """Ends it and all its children at once, if they have not ended, and frees what it held."""
