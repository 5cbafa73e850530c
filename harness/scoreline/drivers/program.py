"""A started program: its three streams and its end, whichever driver runs it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Protocol

from scoreline.fault import Code, Fault, FaultError

TAIL_BYTES = 131_072
"""How many bytes of a program's standard error are kept, the last ones."""
TAIL_LINES = 20
"""How many of its last lines are shown."""
_CHUNK = 1 << 16
_READ_AHEAD = 1 << 20


class ProgramError(FaultError):
    """A program could not be started, or the harness cannot communicate with it any more."""


class StandardError:
    """A program's standard error: its last lines, and which secrets appeared in it."""

    def __init__(self) -> None:
        """Nothing is received and nothing is watched yet."""
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._cut = False
        self._overlap = b""
        self._secrets: set[bytes] = set()
        self._watched: set[bytes] = set()
        self._leaked: set[bytes] = set()
        self._kept: dict[str, tuple[bytes, ...]] = {}
        self._whole: set[bytes] = set()
        self._appeared: set[bytes] = set()

    def watch(self, secrets: Iterable[str], traces: Iterable[str] = ()) -> None:
        """Searches everything that is received from now on.

        Args:
            secrets: what is searched for, and is never shown in part.
            traces: what is searched for besides.
        """
        whole = {secret.encode() for secret in secrets}
        self._watched |= whole | {trace.encode() for trace in traces}
        self._secrets |= whole

    def leaked(self, secrets: Iterable[str]) -> tuple[str, ...]:
        """Stops watching secrets, and returns those that appeared while they were watched."""
        found = []
        for secret in secrets:
            data = secret.encode()
            self._watched.discard(data)
            if data in self._leaked:
                self._leaked.discard(data)
                found.append(secret)
        return tuple(found)

    def keep(self, name: str, secrets: Iterable[str], traces: Iterable[str]) -> None:
        """Searches for secrets that have not appeared, until the end; see `late`.

        Args:
            name: whose secrets they are.
            secrets: are found wherever they appear from now on.
            traces: are found in the last bytes alone: of many names they are too many to be
                searched for in everything.
        """
        self._kept[name] = tuple(secret.encode() for secret in (*secrets, *traces))
        self._whole.update(secret.encode() for secret in secrets)

    def late(self, names: Iterable[str] | None = None) -> tuple[str, ...]:
        """The names whose secrets have appeared since they were kept; each is returned once.

        Args:
            names: those that are asked for; None: all.
        """
        if not self._chunks:
            return ()
        text = b"".join(self._chunks)
        found = tuple(
            name
            for name in (tuple(self._kept) if names is None else names)
            if any(one in self._appeared or one in text for one in self._kept.get(name, ()))
        )
        for name in found:
            del self._kept[name]
        return found

    def feed(self, data: bytes) -> None:
        """Receives the next bytes; keeps only the last ones."""
        text = self._overlap + data
        self._leaked.update(secret for secret in self._watched if secret in text)
        self._appeared.update(secret for secret in self._whole if secret in text)
        longest = max(map(len, (*self._watched, *self._whole)), default=1)
        self._overlap = text[-longest:]
        self._chunks.append(data)
        self._size += len(data)
        while len(self._chunks) > 1 and self._size - len(self._chunks[0]) >= TAIL_BYTES:
            self._size -= len(self._chunks.popleft())
            self._cut = True

    def tail(self) -> bytes:
        """The last bytes. They never begin with the rest of a secret that was ever watched."""
        text = b"".join(self._chunks)
        if not self._cut and len(text) <= TAIL_BYTES:
            return text
        # A secret that is cut in two would not be recognised, and so not be masked.
        text = text[-TAIL_BYTES:]
        rests = (secret[start:] for secret in self._secrets for start in range(1, len(secret)))
        return text[max((len(rest) for rest in rests if text.startswith(rest)), default=0) :]

    def lines(self) -> tuple[str, ...]:
        """The last lines as text."""
        text = self.tail().decode("utf-8", "replace")
        return tuple(text.splitlines()[-TAIL_LINES:])


class Program(Protocol):
    """A started program: its three streams, its end, and the means to end it."""

    @property
    def stderr(self) -> StandardError:
        """Its standard error, read as it is written."""

    def post(self, data: bytes) -> None:
        """Writes to its standard input without waiting for it to be read.

        Raises:
            ProgramError: its standard input is closed.
        """

    async def write(self, data: bytes) -> None:
        """Writes to its standard input. Waits if too much of that has not been read yet.

        Raises:
            ProgramError: its standard input is closed.
        """

    def end_input(self) -> None:
        """Ends its standard input."""

    async def read(self) -> bytes:
        """The next bytes of its standard output; empty at the end."""

    async def rest_of_stderr(self) -> bytes:
        """Waits for the end of its standard error, and returns the last bytes."""

    async def wait(self) -> int:
        """Waits for its end.

        Returns:
            The exit status; negative for the signal that ended it.

        Raises:
            ProgramError: it cannot be found out how it ended. If a container engine is to blame,
                the code is `ENGINE_FAILED`.
        """

    async def process_id(self) -> int | None:
        """Its process id on this machine; None if it has ended, or runs on another machine."""

    async def driver_fault(self) -> Fault | None:
        """The fault of what runs it, if that does not answer; None if it does.

        To be asked when the program seems to hang, before that counts against the client.
        """

    async def kill(self) -> None:
        """Ends it and its children if they are still running, and frees all it used."""


class Streams(asyncio.BaseProtocol):
    """The harness's ends of a program's three streams. Drivers feed them."""

    def __init__(self) -> None:
        """Nothing is connected yet. Must be called while an event loop runs."""
        self.stderr = StandardError()
        self._input: asyncio.WriteTransport | None = None
        self._stdout = asyncio.StreamReader(limit=_READ_AHEAD)
        self._stderr_ended = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    def pause_writing(self) -> None:
        """Makes `write` wait: the program reads more slowly than the harness writes."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Lets `write` continue: the program has caught up, or it is gone."""
        self._writable.set()

    def post(self, data: bytes) -> None:
        """Writes to standard input without waiting for the program to read it.

        Raises:
            ProgramError: standard input is closed.
        """
        self._open_input().write(data)

    async def write(self, data: bytes) -> None:
        """Writes to standard input. Waits if too much of that has not been read yet.

        Raises:
            ProgramError: standard input is closed.
        """
        self.post(data)
        await self._writable.wait()
        self._open_input()

    def _open_input(self) -> asyncio.WriteTransport:
        if self._input is None or self._input.is_closing():
            raise ProgramError(Fault(Code.STDIN_CLOSED, "closed stdin"))
        return self._input

    def end_input(self) -> None:
        """Ends standard input."""
        if self._input is not None and not self._input.is_closing():
            self._input.write_eof()
        self._input = None

    async def read(self) -> bytes:
        """The next bytes of standard output; empty at the end."""
        return await self._stdout.read(_CHUNK)

    async def driver_fault(self) -> Fault | None:
        """None: only a container engine can fall silent."""
        return None

    async def rest_of_stderr(self) -> bytes:
        """Waits for the end of standard error, and returns the last bytes."""
        await self._stderr_ended.wait()
        return self.stderr.tail()


def ending(status: int) -> Fault:
    """The end of a program as a fault, by its exit status, which is negative for a signal.

    Returns:
        `EXITED` with the detail `status`, or `KILLED` with the detail `signal`.
    """
    if status < 0:
        return Fault(Code.KILLED, f"was killed by signal {-status}", {"signal": -status})
    return Fault(Code.EXITED, f"exited with status {status}", {"status": status})
