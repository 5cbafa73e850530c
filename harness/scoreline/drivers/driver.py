"""What a driver is: a way to build clients, and to start their programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from scoreline.drivers.program import Program
from scoreline.fault import Fault
from scoreline.protocol.manifest import Client, Mode

FILES = "{files}"
"""In a launch's arguments and environment: the folder of its files, as the program sees it."""


@dataclass(frozen=True, slots=True)
class Launch:
    """How a client's program is started once.

    Attributes:
        mode: which of the client's commands is run.
        arguments: appended to that command; may contain `{files}`.
        environment: variables in addition to those the driver sets; values may contain `{files}`.
        files: name and content of files that the program can read. The names are plain, without
            folders.
    """

    mode: Mode
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuses a file that would be written outside the folder.

        Raises:
            ValueError: a file's name contains a folder.
        """
        for name in self.files:
            if "/" in name or name in ("", ".", ".."):
                raise ValueError(f"{name!r} is not a plain file name")

    def with_files_in(self, folder: str) -> Launch:
        """This launch with `{files}` replaced in arguments and environment.

        Args:
            folder: the folder of the files, as the program sees it.
        """
        return replace(
            self,
            arguments=tuple(text.replace(FILES, folder) for text in self.arguments),
            environment={
                name: value.replace(FILES, folder) for name, value in self.environment.items()
            },
        )


class Driver(Protocol):
    """A way to run clients. One instance serves one run, in one event loop.

    A driver is a module of this package with a class of this shape, and a line in `registry`.
    """

    @property
    def name(self) -> str:
        """What users call it, and the key of its line in the registry."""

    @property
    def listen(self) -> str:
        """The address on which the endpoint has to listen for this driver's clients."""

    @property
    def host(self) -> str:
        """The host under which they reach it. Known after `open`, like `listen`."""

    async def open(self) -> None:
        """Prepares for a run.

        Raises:
            FaultError: this driver cannot be used here; carries why, and the remedy.
        """

    async def close(self) -> None:
        """Removes everything that the run made. May be called without `open`."""

    async def clean(self) -> tuple[str, ...]:
        """Removes the builds that earlier runs have kept, except those that a run uses.

        May be called without `open`.

        Returns:
            What was removed, for people.

        Raises:
            FaultError: it cannot be reached here.
        """

    def unavailable(self, client: Client) -> Fault | None:
        """Why it cannot run a client here; None if it can."""

    def modes(self, client: Client) -> frozenset[Mode]:
        """The modes that the client's manifest describes for this driver."""

    async def build(self, client: Client, progress: Callable[[str], None]) -> bool:
        """Builds a client unless a build of the same files exists.

        Args:
            client: what to build.
            progress: is called with each step of the build.

        Returns:
            Whether anything was built.

        Raises:
            BuildError: the build failed; carries the end of its output.
        """

    async def start(self, client: Client, launch: Launch, beside: Program | None = None) -> Program:
        """Starts a client's program.

        Args:
            client: whose program is started.
            launch: how it is started.
            beside: a program of the same client, started by this driver, which is idle. If it saves
                time, the new one may run where that one does. Killing the new one before it has
                ended may then end both.

        Raises:
            ProgramError: it cannot be started.
        """


class DriverFactory(Protocol):
    """What the registry holds: makes the driver of one run."""

    TABLE_NAME: str
    """Name of the table in client.toml that the driver reads. Two drivers may share one."""
    TABLE: Mapping[str, Any]
    """JSON Schema of that table."""

    def __call__(self, cache: Path) -> Driver:
        """Makes a driver that keeps its builds, and locks of live runs, in the folder `cache`."""
