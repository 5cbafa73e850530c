"""Clients as processes on this machine, with the toolchains on PATH."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from weakref import WeakSet

from scoreline.drivers import process_table, table
from scoreline.drivers.driver import Launch
from scoreline.drivers.process_build import ProcessBuilds
from scoreline.drivers.process_program import ProcessProgram
from scoreline.drivers.process_table import filled
from scoreline.drivers.program import Program, ProgramError
from scoreline.fault import Code, Fault
from scoreline.protocol.manifest import Client, Mode

_LOOPBACK = "127.0.0.1"
_RUNTIME_SETTINGS = frozenset(
    {
        "PYTHONUNBUFFERED",  # hides that a client does not flush its output
        "PYTHONIOENCODING",
        "PYTHONUTF8",
        "JAVA_TOOL_OPTIONS",  # as the next two, makes Java write a line to standard error
        "JDK_JAVA_OPTIONS",
        "_JAVA_OPTIONS",
    }
)
"""Variables that change what a client writes, and so its verdicts, from machine to machine."""


class ProcessDriver:
    """Builds clients and runs them as processes."""

    name: Final = "process"
    listen: Final = _LOOPBACK
    host: Final = _LOOPBACK
    TABLE_NAME = process_table.NAME
    TABLE = process_table.SCHEMA

    def __init__(self, cache: Path) -> None:
        """A driver that keeps its builds in the folder `cache`."""
        self._builds = ProcessBuilds(cache / "builds")
        self._programs: WeakSet[ProcessProgram] = WeakSet()

    async def open(self) -> None:
        """Does nothing: what each client needs is checked by `unavailable`."""

    async def close(self) -> None:
        """Ends programs that still run, and lets other runs remove the builds of this one."""
        await asyncio.gather(*(program.kill() for program in tuple(self._programs)))
        self._builds.release()

    async def clean(self) -> tuple[str, ...]:
        """Removes the builds that no run uses, and returns their folders."""
        return await asyncio.to_thread(self._builds.remove_all)

    def unavailable(self, client: Client) -> Fault | None:
        """Why it cannot run a client here; None if it can."""
        remedy = "add a [process] table to its client.toml"
        if fault := table.undescribed(client, self.TABLE_NAME, remedy):
            return fault
        described = process_table.process_table(client)
        missing = ", ".join(name for name in described.requires if shutil.which(name) is None)
        if not missing:
            return None
        message, details = f"{missing} not found on PATH", {"programs": missing}
        return Fault(Code.PROGRAM_MISSING, message, details, described.remedy)

    def modes(self, client: Client) -> frozenset[Mode]:
        """The modes for which the client's manifest has a command."""
        return table.modes(client, self.TABLE_NAME)

    async def build(self, client: Client, progress: Callable[[str], None]) -> bool:
        """Runs a client's build commands, unless they have been run for the same files.

        Args:
            client: what to build.
            progress: is called with each command.

        Returns:
            Whether anything was built.

        Raises:
            BuildError: a command failed; carries the end of its output.
        """
        described = process_table.process_table(client)
        return bool(described.build) and await self._builds.build(client, described, progress)

    async def start(
        self,
        client: Client,
        launch: Launch,
        beside: Program | None = None,  # noqa: ARG002 - a process of its own costs no time
    ) -> ProcessProgram:
        """Starts a client's program.

        Raises:
            ProgramError: it cannot be started (`START_FAILED`), or the client's manifest does not
                describe it.
        """
        command = process_table.process_table(client).command(launch.mode)
        # The files of the client may have changed since: what is started is what was built.
        command = filled(command, str(self._builds.folder(client)))
        files = await asyncio.to_thread(_written, launch.files) if launch.files else None
        placed = launch.with_files_in(files.name) if files else launch
        try:
            program = await ProcessProgram.start(
                (*command, *placed.arguments),
                client.folder,
                _inherited() | dict(placed.environment),
                files=files,
            )
            self._programs.add(program)
        except BaseException as error:
            if files is not None:
                files.cleanup()
            if isinstance(error, OSError):
                message = f"{command[0]} cannot be started: {error.strerror}"
                raise ProgramError(Fault(Code.START_FAILED, message)) from error
            raise
        return program


def _written(files: Mapping[str, bytes]) -> TemporaryDirectory[str]:
    """A folder with files that the harness's user can read."""
    folder = TemporaryDirectory(prefix="scoreline-", ignore_cleanup_errors=True)
    for name, content in files.items():
        Path(folder.name, name).write_bytes(content)
    return folder


def _inherited() -> dict[str, str]:
    """The harness's environment without proxies, and without settings of clients and runtimes."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AZUREML_SCORING_")
        and not name.lower().endswith("_proxy")
        and name not in _RUNTIME_SETTINGS
    }
