"""Clients as processes: built in a folder of their own, ended with all their children."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import shutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

from filelock import FileLock

from scoreline.contract.client import BUILD, Client, Command, ProcessStart
from scoreline.drivers import context
from scoreline.drivers.build import BuildError, Unavailable, tail
from scoreline.drivers.program import ProgramError, StandardError

KILL_SECONDS = 5.0
"""How long the end of a killed process is waited for."""
STDERR_SECONDS = 2.0
"""How long the end of standard error is waited for once the program has ended."""
_CHUNK = 1 << 16
_COMPLETE = "complete"


class ProcessProgram:
    """A child in a process group of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Takes the child over and begins to read its standard error."""
        self._process = process
        self.stderr = StandardError()
        self._reading = asyncio.create_task(self._read_stderr())

    async def _read_stderr(self) -> None:
        stream = self._process.stderr
        while stream and (data := await stream.read(_CHUNK)):
            self.stderr.feed(data)

    async def write(self, data: bytes) -> None:
        """See Program."""
        stream = self._process.stdin
        try:
            if stream is None:
                raise ProgramError("its standard input is closed")
            stream.write(data)
            await stream.drain()
        except ConnectionError as error:
            raise ProgramError("closed its standard input") from error

    def end_input(self) -> None:
        """See Program."""
        if self._process.stdin:
            self._process.stdin.close()

    async def read(self) -> bytes:
        """See Program."""
        return await self._process.stdout.read(_CHUNK) if self._process.stdout else b""

    async def rest_of_stderr(self) -> bytes:
        """See Program."""
        await asyncio.wait((self._reading,), timeout=STDERR_SECONDS)
        return self.stderr.tail()

    async def wait(self) -> int:
        """See Program."""
        return await self._process.wait()

    async def kill(self) -> None:
        """See Program."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), KILL_SECONDS)
        self._reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reading
        # A child that left the group may hold the pipes open: let go of our ends.
        transport = getattr(self._process, "_transport", None)
        if transport is not None:
            transport.close()


class ProcessDriver:
    """Builds and starts clients with the toolchains on PATH."""

    name = "process"

    def __init__(self, cache: Path) -> None:
        """Takes the folder that builds are kept in."""
        self._cache = cache

    def unavailable(self, client: Client) -> Unavailable | None:
        """Why a client cannot be run as a process here; None where it can."""
        start = client.process
        if start is None:
            return Unavailable(
                "its client.toml does not say how it runs as a process",
                "start a Docker engine, or add a [process] table to its client.toml",
            )
        missing = [name for name in start.requires if shutil.which(name) is None]
        if missing:
            return Unavailable(f"{', '.join(missing)} not found on PATH", start.remedy)
        return None

    async def build(self, client: Client, progress: Callable[[str], None]) -> bool:
        """Runs a client's build commands, unless they have run for the same files.

        Returns:
            Whether anything was built.

        Raises:
            BuildError: a command failed; carries the end of its output.
        """
        start = _start(client)
        if not start.build:
            return False
        folder = await asyncio.to_thread(self._folder, client)
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{folder}.lock")
        await asyncio.to_thread(lock.acquire)
        try:
            if (folder / _COMPLETE).exists():
                return False
            await asyncio.to_thread(_copy_source, client, folder)
            for command in start.build:
                await _run(_filled(command, folder), folder / "source", progress)
            (folder / _COMPLETE).touch()
        finally:
            lock.release()
        return True

    async def start_session(self, client: Client) -> ProcessProgram:
        """Starts a client's session.

        Raises:
            ProgramError: the program cannot be started.
        """
        return await self._start(client, _start(client).session, {})

    async def start_one_shot(
        self, client: Client, environment: Mapping[str, str]
    ) -> ProcessProgram:
        """Starts one call.

        Raises:
            ProgramError: the program cannot be started.
        """
        return await self._start(client, _start(client).one_shot, environment)

    async def _start(
        self, client: Client, command: Command | None, environment: Mapping[str, str]
    ) -> ProcessProgram:
        if command is None:
            raise ProgramError("its client.toml names no such command")
        folder = self._folder(client) if _start(client).build else client.folder
        words = _filled(command, folder)
        try:
            process = await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=client.folder,
                env=_inherited() | dict(environment),
                start_new_session=True,
            )
        except OSError as error:
            raise ProgramError(f"{words[0]} cannot be started: {error.strerror}") from error
        return ProcessProgram(process)

    def _folder(self, client: Client) -> Path:
        """Where a client is built: its name, its files, its commands and its toolchain."""
        start = _start(client)
        digest = hashlib.sha256(context.digest(client).encode())
        for words in (*start.build, tuple(str(shutil.which(name)) for name in start.requires)):
            digest.update("\0".join((*words, "")).encode())
        return self._cache / "builds" / f"{client.name}-{digest.hexdigest()[:16]}"


def _start(client: Client) -> ProcessStart:
    if client.process is None:
        raise ProgramError("its client.toml does not say how it runs as a process")
    return client.process


def _inherited() -> dict[str, str]:
    """Our environment without what would lead a client elsewhere: its settings, and proxies."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AZUREML_SCORING_") and not name.lower().endswith("_proxy")
    }


def _filled(command: Command, folder: Path) -> Command:
    return tuple(word.replace(BUILD, str(folder)) for word in command)


def _copy_source(client: Client, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name in context.files(client):
        source, target = client.folder / name, folder / "source" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_file():
            shutil.copy2(source, target)


async def _run(command: Command, folder: Path, progress: Callable[[str], None]) -> None:
    shown = " ".join(Path(word).name if os.sep in word else word for word in command)
    progress(shown)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
        )
    except OSError as error:
        raise BuildError(f"{shown}: {error.strerror}", ()) from error
    try:
        output, _ = await process.communicate()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise
    if process.returncode:
        raise BuildError(f"{shown}: exit status {process.returncode}", tail(output))
