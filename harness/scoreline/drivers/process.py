"""Clients as processes: built in a folder of their own, ended with all their children."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from scoreline.drivers import context
from scoreline.drivers.build import BuildError, Unavailable, tail
from scoreline.drivers.lock import Lock
from scoreline.drivers.program import ProgramError, Streams, ending
from scoreline.protocol.manifest import BUILD, Client, Command, ProcessStart

KILL_SECONDS = 5.0
"""How long the end of a killed process is waited for."""
LINGER_SECONDS = 1.0
"""How long the pipes may stay open when the program has ended: only a child of its that has left
the process group can hold them."""
KEPT_BUILDS = 3
"""How many builds of one client are kept, the last used ones."""
_MOST_SAID = 1 << 16
"""Bytes of a build's output that are kept, the last ones."""
_STDOUT, _STDERR = 1, 2
_COMPLETE = "complete"


class ProcessProgram(Streams, asyncio.SubprocessProtocol):
    """A child in a process group of its own."""

    def __init__(self) -> None:
        """Starts with no process; the event loop connects it."""
        super().__init__()
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
    ) -> ProcessProgram:
        """Starts a command.

        Raises:
            OSError: it cannot be started.
        """
        _, program = await asyncio.get_running_loop().subprocess_exec(
            cls,
            *command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        return program

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process runs."""
        self._transport = cast("asyncio.SubprocessTransport", transport)
        self._input = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
        output = cast("asyncio.Transport", self._transport.get_pipe_transport(_STDOUT))
        self._stdout.set_transport(output)
        if self._transport.get_pipe_transport(_STDERR) is None:
            self._stderr_ended.set()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """It has said something."""
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
        """It has ended. Its children are ended as well, and with them what holds the pipes open."""
        self._exited.set()
        self._end_group()
        loop = asyncio.get_running_loop()
        self._lingering = loop.call_later(LINGER_SECONDS, self._close_outputs)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """It has ended, and so have its streams."""
        self._released.set()

    def _end_group(self) -> None:
        if self._transport is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._transport.get_pid(), signal.SIGKILL)

    def _close_outputs(self) -> None:
        for number in (_STDOUT, _STDERR):
            pipe = self._transport.get_pipe_transport(number) if self._transport else None
            if pipe is not None:
                pipe.close()

    async def wait(self) -> int:
        """See Program."""
        await self._exited.wait()
        status = self._transport.get_returncode() if self._transport else None
        if status is None:
            raise ProgramError("ended, and nobody knows how")
        return status

    async def kill(self) -> None:
        """See Program."""
        self._end_group()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(KILL_SECONDS):
                await self._exited.wait()
        if self._lingering is not None:
            self._lingering.cancel()
        if self._transport is not None:
            self._transport.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(KILL_SECONDS):
                await self._released.wait()


class ProcessDriver:
    """Builds and starts clients with the toolchains on PATH."""

    name = "process"

    def __init__(self, cache: Path) -> None:
        """Takes the folder that builds are kept in."""
        self._builds = cache / "builds"
        self._in_use: list[Lock] = []
        self._folders: dict[Client, Path] = {}

    def release(self) -> None:
        """Lets other runs remove the builds that this one used."""
        for lock in self._in_use:
            lock.release()
        self._in_use.clear()

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
        try:
            return await self._build(client, start, progress)
        except OSError as error:
            raise BuildError(f"its files cannot be copied: {error}", ()) from error

    async def _build(
        self, client: Client, start: ProcessStart, progress: Callable[[str], None]
    ) -> bool:
        folder = await asyncio.to_thread(self._folder, client)
        complete = folder / _COMPLETE
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = Lock(_lock_of(folder))
        built = False
        while True:
            await lock.wait(shared=True)
            if complete.exists():
                complete.touch()
                self._in_use.append(lock)
                self._folders[client] = folder
                break
            # Another run may come first, or remove it before it is ours: hence the loop.
            await lock.wait()
            try:
                if not complete.exists():
                    await asyncio.to_thread(_copy_source, client, folder)
                    for command in start.build:
                        await _run(_filled(command, folder), folder / "source", progress)
                    complete.touch()
                    built = True
            finally:
                lock.release()
        if built:
            await asyncio.to_thread(self._remove_old, client.name)
        return built

    def _remove_old(self, name: str) -> None:
        """Removes all but the last used builds of a client, and none that a run uses."""
        pattern = re.compile(re.escape(name) + "-[0-9a-f]{16}")
        folders = [path for path in self._builds.iterdir() if pattern.fullmatch(path.name)]
        for folder in sorted(folders, key=_last_used, reverse=True)[KEPT_BUILDS:]:
            lock = Lock(_lock_of(folder))
            with contextlib.suppress(PermissionError):
                if lock.take():
                    shutil.rmtree(folder, ignore_errors=True)
                    lock.remove()

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
        # Its files may change meanwhile: what is started is what was built.
        words = _filled(command, self._folders.get(client, client.folder))
        try:
            return await ProcessProgram.start(
                words, client.folder, _inherited() | dict(environment)
            )
        except OSError as error:
            raise ProgramError(f"{words[0]} cannot be started: {error.strerror}") from error

    def _folder(self, client: Client) -> Path:
        """Where a client is built: its name, its files, its commands and its toolchain."""
        start = _start(client)
        digest = hashlib.sha256(context.digest(client).encode())
        for words in (*start.build, tuple(str(shutil.which(name)) for name in start.requires)):
            digest.update("\0".join((*words, "")).encode())
        return self._builds / f"{client.name}-{digest.hexdigest()[:16]}"


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


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _last_used(folder: Path) -> float:
    try:
        return (folder / _COMPLETE).stat().st_mtime
    except OSError:
        return 0.0  # never completed


def _copy_source(client: Client, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "source").mkdir(parents=True)
    for name in context.files(client):
        source, target = client.folder / name, folder / "source" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_file():
            shutil.copy2(source, target)


async def _run(command: Command, folder: Path, progress: Callable[[str], None]) -> None:
    shown = " ".join(Path(word).name if os.sep in word else word for word in command)
    progress(shown)
    try:
        program = await ProcessProgram.start(
            command, folder, os.environ, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise BuildError(f"{shown}: {error.strerror}", ()) from error
    said = b""
    try:
        while data := await program.read():
            said = (said + data)[-_MOST_SAID:]
        status = await program.wait()
    finally:
        await program.kill()
    if status:
        raise BuildError(f"{shown}: {ending(status)}", tail(said))
