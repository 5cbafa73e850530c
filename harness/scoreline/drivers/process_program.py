"""A child process as a program; it ends together with its children."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from scoreline.drivers.descendants import Descendants
from scoreline.drivers.program import ProgramError, Streams
from scoreline.drivers.table import Command
from scoreline.fault import Code, Fault

KILL_SECONDS = 5.0
"""How long to wait for the end of a process that was killed."""
LINGER_SECONDS = 1.0
"""How long the pipes may stay open after the program has ended. Only a child that has left the
process group, and is not found as a descendant, can hold them."""
_STDOUT, _STDERR = 1, 2


class ProcessProgram(Streams, asyncio.SubprocessProtocol):
    """A child process in a process group of its own."""

    def __init__(
        self, descendants: Descendants, files: TemporaryDirectory[str] | None = None
    ) -> None:
        """A program that is not connected yet; `kill` removes `files`."""
        super().__init__()
        self._descendants = descendants
        self._files = files
        self._transport: asyncio.SubprocessTransport | None = None
        self._exited = asyncio.Event()
        self._released = asyncio.Event()
        self._lingering: asyncio.TimerHandle | None = None

    @classmethod
    async def start(
        cls,
        command: Command,
        folder: Path,
        environment: Mapping[str, str],
        *,
        stdin: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        files: TemporaryDirectory[str] | None = None,
    ) -> ProcessProgram:
        """Starts a command.

        Args:
            command: the program and its arguments.
            folder: its working directory.
            environment: all of its environment.
            stdin: as for `subprocess.Popen`.
            stderr: the same.
            files: a folder that is removed when the program is killed.

        Raises:
            OSError: it cannot be started.
        """
        descendants = Descendants()
        try:
            _, program = await asyncio.get_running_loop().subprocess_exec(
                lambda: cls(descendants, files),
                *command,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=folder,
                env={**environment, **descendants.environment},
                start_new_session=True,
            )
        except BaseException:
            descendants.end(None)
            descendants.close()
            raise
        return program

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process is running."""
        self._transport = cast("asyncio.SubprocessTransport", transport)
        self._input = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
        output = cast("asyncio.Transport", self._transport.get_pipe_transport(_STDOUT))
        self._stdout.set_transport(output)
        if self._transport.get_pipe_transport(_STDERR) is None:
            self._stderr_ended.set()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """It has written to one of its outputs."""
        if fd == _STDOUT:
            self._stdout.feed_data(data)
        else:
            self.stderr.feed(data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002
        """One of its streams has ended."""
        if fd == _STDOUT:
            self._stdout.feed_eof()
        elif fd == _STDERR:
            self._stderr_ended.set()
        else:
            self.resume_writing()

    def process_exited(self) -> None:
        """It has ended. Ends its children too, which may hold the pipes open."""
        self._exited.set()
        self._end_group()
        loop = asyncio.get_running_loop()
        self._lingering = loop.call_later(LINGER_SECONDS, self._close_outputs)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """It has ended, and so have its streams."""
        self._released.set()

    def _end_group(self) -> None:
        if self._transport is not None:
            number = self._transport.get_pid()
            # Before it ends: as its descendants they are found whatever their environment is.
            self._descendants.end(None if self._exited.is_set() else number)
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(number, signal.SIGKILL)

    def _close_outputs(self) -> None:
        for number in (_STDOUT, _STDERR):
            pipe = self._transport.get_pipe_transport(number) if self._transport else None
            if pipe is not None:
                pipe.close()

    async def wait(self) -> int:
        """Waits for its end.

        Returns:
            The exit status; negative for the signal that ended it.

        Raises:
            ProgramError: the status was lost.
        """
        await self._exited.wait()
        status = self._transport.get_returncode() if self._transport else None
        if status is None:
            raise ProgramError(Fault(Code.EXITED, "exited with an unknown status"))
        return status

    async def process_id(self) -> int | None:
        """The id of the process; None if it was not started."""
        return self._transport.get_pid() if self._transport else None

    async def kill(self) -> None:
        """Ends it and its children, closes its streams and removes its files."""
        self._end_group()
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(KILL_SECONDS):
                    await self._exited.wait()
        finally:
            self._release()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(KILL_SECONDS):
                await self._released.wait()

    def _release(self) -> None:
        """Ends what its end has orphaned, closes its streams and removes its files."""
        self._descendants.end(None)
        self._descendants.close()
        if self._lingering is not None:
            self._lingering.cancel()
        if self._transport is not None:
            self._transport.close()
        if self._files is not None:
            self._files.cleanup()
