"""Builds of clients that run as processes, each in a folder of the cache, shared by all runs."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from scoreline.drivers import build, context
from scoreline.drivers.build import BuildError, last_lines, timed_out
from scoreline.drivers.lock import Lock
from scoreline.drivers.process_program import ProcessProgram
from scoreline.drivers.process_table import ProcessTable, filled
from scoreline.drivers.program import ending
from scoreline.drivers.table import Command
from scoreline.fault import Code, Fault
from scoreline.protocol.manifest import Client

KEPT_BUILDS = 3
"""How many builds of one client are kept, the last used ones."""
_OUTPUT_BYTES = 1 << 16
"""How much of a build's output is kept, the last bytes."""
_COMPLETE = "complete"


class ProcessBuilds:
    """The builds in one folder, and those among them that this run uses."""

    def __init__(self, folder: Path) -> None:
        """No build is used yet. `folder` is made if necessary."""
        self._builds = folder
        self._in_use: list[Lock] = []
        self._folders: dict[str, Path] = {}

    def folder(self, client: Client) -> Path:
        """The folder that this run built a client in; the client's folder if it built nothing."""
        return self._folders.get(client.name, client.folder)

    def release(self) -> None:
        """Lets other runs remove the builds that this one used."""
        for lock in self._in_use:
            lock.release()
        self._in_use.clear()

    async def build(
        self, client: Client, table: ProcessTable, progress: Callable[[str], None]
    ) -> bool:
        """Runs a client's build commands, unless they have been run for the same files.

        Args:
            client: what to build.
            table: how.
            progress: is called with each command.

        Returns:
            Whether they were run.

        Raises:
            BuildError: a command failed, or files cannot be copied.
        """
        try:
            return await self._build(client, table, progress)
        except OSError as error:
            message = f"its files cannot be copied: {error}"
            raise BuildError(Fault(Code.BUILD_FAILED, message)) from error

    async def _build(
        self, client: Client, table: ProcessTable, progress: Callable[[str], None]
    ) -> bool:
        folder = await asyncio.to_thread(self._folder_for, client, table)
        complete = folder / _COMPLETE
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = Lock(_lock_of(folder))
        built = False
        while True:
            await lock.wait(shared=True)
            if complete.exists():
                complete.touch()
                self._in_use.append(lock)
                self._folders[client.name] = folder
                break
            # Between the two locks another run may build it, or remove it: hence the loop.
            await lock.wait()
            try:
                if not complete.exists():
                    await asyncio.to_thread(_copy_source, client, folder)
                    until = asyncio.get_running_loop().time() + build.BUILD_SECONDS
                    for command in table.build:
                        line = filled(command, str(folder))
                        await _run(line, folder / "source", progress, until)
                    complete.touch()
                    built = True
            finally:
                lock.release()
        if built:
            await asyncio.to_thread(self._remove_old, client.name)
        return built

    def _folder_for(self, client: Client, table: ProcessTable) -> Path:
        """Where a client is built. Depends on its name, files, commands and toolchain."""
        digest = hashlib.sha256(context.digest(client.folder).encode())
        for command in (*table.build, tuple(str(shutil.which(name)) for name in table.requires)):
            digest.update("\0".join((*command, "")).encode())
        return self._builds / f"{client.name}-{digest.hexdigest()[:16]}"

    def remove_all(self) -> tuple[str, ...]:
        """Removes the builds that no run uses, and returns their folders."""
        if not self._builds.is_dir():
            return ()
        folders = sorted(path for path in self._builds.iterdir() if path.is_dir())
        return tuple(str(folder) for folder in folders if _removed(folder))

    def _remove_old(self, name: str) -> None:
        """Removes all builds of a client but the last used ones and those that a run uses."""
        pattern = re.compile(re.escape(name) + "-[0-9a-f]{16}")
        folders = [path for path in self._builds.iterdir() if pattern.fullmatch(path.name)]
        for folder in sorted(folders, key=_last_used, reverse=True)[KEPT_BUILDS:]:
            _removed(folder)


def _removed(folder: Path) -> bool:
    """Removes a build unless a run uses it; whether it did."""
    lock = Lock(_lock_of(folder))
    with contextlib.suppress(PermissionError):
        if lock.take():
            shutil.rmtree(folder, ignore_errors=True)
            lock.remove()
            return True
    return False


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
    for name in context.files(client.folder):
        source, target = client.folder / name, folder / "source" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_file():
            shutil.copy2(source, target)


async def _run(
    command: Command, folder: Path, progress: Callable[[str], None], until: float
) -> None:
    """Runs one command of a build, at most until `until` on the event loop's clock."""
    progress(" ".join(Path(text).name if os.sep in text else text for text in command))
    shown = shlex.join(command)  # of a command that fails, every character may matter
    try:
        program = await ProcessProgram.start(
            command, folder, os.environ, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise BuildError(Fault(Code.BUILD_FAILED, f"{shown}: {error.strerror}")) from error
    output = b""
    try:
        async with asyncio.timeout_at(until):
            while data := await program.read():
                output = (output + data)[-_OUTPUT_BYTES:]
            status = await program.wait()
    except TimeoutError as error:
        raise BuildError(timed_out(build.BUILD_SECONDS), last_lines(output)) from error
    finally:
        await program.kill()
    if status:
        end = ending(status)
        fault = Fault(Code.BUILD_FAILED, f"{shown}: {end.message}", end.details)
        raise BuildError(fault, last_lines(output))
