"""Clients in containers: locked down, on a network of the run, and removed when the run ends."""

from __future__ import annotations

import asyncio
import contextlib
import io
import tarfile
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from weakref import WeakSet

from docker.types import LogConfig

from scoreline.drivers import (
    build,
    container_image,
    container_network,
    container_table,
    engine,
    table,
)
from scoreline.drivers.build import BuildError, last_lines, timed_out
from scoreline.drivers.container_execution import ContainerExecution
from scoreline.drivers.container_image import Stop
from scoreline.drivers.container_network import Network
from scoreline.drivers.container_program import ContainerProgram, attach
from scoreline.drivers.driver import Launch
from scoreline.drivers.engine import CLOSING_SECONDS, ENGINE_ERRORS, Engine, SilentError
from scoreline.drivers.program import Program, ProgramError
from scoreline.drivers.run_resources import RunResources
from scoreline.drivers.table import Command
from scoreline.fault import Code, Fault
from scoreline.formats.printing import complain
from scoreline.protocol.manifest import Client, Mode

MEMORY_BYTES = 512 << 20
PROCESSES = 256
FILES_FOLDER = "/run/scoreline"
"""Where a container finds the files of its launch. It is a volume, since all else is read-only."""
_STREAMS = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a driver works with while it is open."""

    engine: Engine
    network: Network


class ContainerDriver:
    """Builds images and runs containers on one container engine."""

    name: Final = "container"
    TABLE_NAME = container_table.NAME
    TABLE = container_table.SCHEMA

    def __init__(self, cache: Path) -> None:
        """A driver that is not open yet. It keeps the locks of live runs in the folder `cache`."""
        self._cache = cache
        self._connected: Engine | None = None
        self._resources: RunResources | None = None
        self._opened: _Opened | None = None
        self._tags: dict[str, str] = {}
        self._programs: WeakSet[ContainerProgram] = WeakSet()

    @property
    def listen(self) -> str:
        """The address on which the endpoint has to listen. Known after `open`."""
        return self._open.network.listen

    @property
    def host(self) -> str:
        """The host under which containers reach the endpoint. Known after `open`."""
        return self._open.network.host

    async def open(self) -> None:
        """Connects to the engine, removes what dead runs left behind, and makes the run's network.

        Raises:
            FaultError: no engine answers, or it cannot be used; the code is `ENGINE_UNAVAILABLE`.
        """
        self._connected = await engine.opened()
        api = self._connected.api
        resources = self._resources = RunResources(self._cache / "runs")

        def prepare() -> Network:
            resources.sweep(api)
            return container_network.create(api, resources.labels)

        try:
            network = await self._connected.call(prepare)
        except ENGINE_ERRORS as error:
            raise engine.unavailable("the Docker engine went away", error) from error
        self._opened = _Opened(self._connected, network)

    async def close(self) -> None:
        """Removes the run's containers and network, also if `open` failed halfway.

        What the engine does not remove is named on standard error, and left to the next run.
        """
        resources, connected = self._resources, self._connected
        self._opened, self._resources, self._connected = None, None, None
        for program in tuple(self._programs):
            program.disconnect()
        if resources is None or connected is None:
            return
        gone = False
        try:
            with contextlib.suppress(*ENGINE_ERRORS):
                gone = await connected.call(
                    lambda: resources.remove(connected.api), CLOSING_SECONDS
                )
            if not gone:
                with contextlib.suppress(OSError):  # after SIGHUP there may be no terminal any more
                    complain(
                        "the container engine did not remove everything that this run made: what is"
                        f" left has the label {resources.label}, and the next run removes it"
                    )
        finally:
            resources.release()
            connected.api.close()

    async def clean(self) -> tuple[str, ...]:
        """Removes the images of clients that no container uses. May be called without `open`.

        Returns:
            Their tags.

        Raises:
            FaultError: no engine answers; the code is `ENGINE_UNAVAILABLE`.
        """
        connected = await engine.opened()
        try:
            return await connected.call(lambda: container_image.remove_all(connected.api))
        except ENGINE_ERRORS as error:
            raise engine.unavailable("the Docker engine went away", error) from error
        finally:
            connected.api.close()

    @property
    def _open(self) -> _Opened:
        if self._opened is None:
            raise RuntimeError("the driver is not open")
        return self._opened

    def unavailable(self, client: Client) -> Fault | None:
        """Why it cannot run a client; None if it can."""
        remedy = "add a [container] table to its client.toml, and a Dockerfile"
        return table.undescribed(client, self.TABLE_NAME, remedy)

    def modes(self, client: Client) -> frozenset[Mode]:
        """The modes for which the client's manifest has arguments."""
        return table.modes(client, self.TABLE_NAME)

    async def build(self, client: Client, progress: Callable[[str], None]) -> bool:
        """Builds a client's image, unless there is one of the same content.

        Args:
            client: what to build.
            progress: is called with each step of the build.

        Returns:
            Whether it was built.

        Raises:
            BuildError: the build failed, or the engine did; carries the end of the output.
        """
        connected, dockerfile = (
            self._open.engine,
            container_table.container_table(client).dockerfile,
        )
        loop = asyncio.get_running_loop()

        steps = deque[str](maxlen=build.KEPT_PARTS)

        def step(text: str) -> None:
            steps.append(f"{text}\n")
            loop.call_soon_threadsafe(progress, text)

        stop = Stop()
        try:
            async with asyncio.timeout(build.BUILD_SECONDS):
                tag, built = await connected.watched(
                    lambda _: container_image.build(connected.api, client, dockerfile, step, stop)
                )
        except SilentError as error:
            raise BuildError(engine.failed("its image cannot be built", error)) from error
        except TimeoutError as error:
            raise BuildError(timed_out(build.BUILD_SECONDS), last_lines("".join(steps))) from error
        finally:
            stop()
        self._tags[client.name] = tag
        return built

    async def start(
        self, client: Client, launch: Launch, beside: Program | None = None
    ) -> ContainerProgram:
        """Starts a client's program in a container.

        It shares the container of the program `beside`, unless it needs files or that container has
        ended: making a container takes several times as long as starting a program in one.

        Raises:
            ProgramError: the program cannot be started (`START_FAILED`), the client's manifest does
                not describe it, or the engine failed.
        """
        described = container_table.container_table(client)
        placed = launch.with_files_in(FILES_FOLDER) if launch.files else launch
        arguments = (*described.command(launch.mode), *placed.arguments)
        tag = self._tags.get(client.name) or container_image.tag(client, described.dockerfile)
        if isinstance(beside, ContainerProgram) and beside.connected and not launch.files:
            with contextlib.suppress(*ENGINE_ERRORS):  # its container has ended in the meantime
                execution = await ContainerExecution.start(beside, arguments, launch.environment)
                self._programs.add(execution)
                return execution
        return await self._start(tag, arguments, placed)

    async def _start(self, tag: str, arguments: Command, launch: Launch) -> ContainerProgram:
        connected, files = self._open.engine, launch.files
        api = connected.api
        program: ContainerProgram | None = None
        try:
            # If this is cancelled, the container is removed at the end of the run.
            identifier = await connected.call(
                lambda: self._create(tag, arguments, launch.environment, files=bool(files))
            )
            program = ContainerProgram(connected, identifier)
            self._programs.add(program)
            if files:
                await connected.call(
                    lambda: api.put_archive(identifier, FILES_FOLDER, _archive(files))
                )
            # Attached before it starts, so that none of its output is lost.
            await attach(program, lambda: api.attach_socket(identifier, params=_STREAMS))
            await connected.call(lambda: api.start(identifier))
        except BaseException as error:
            if program is not None:
                await program.kill()
            if isinstance(error, ENGINE_ERRORS):
                action = "its container cannot be started"
                fault = engine.refused(action, error, Code.START_FAILED)
                raise ProgramError(fault) from error
            raise
        return program

    def _create(
        self, tag: str, arguments: Command, environment: Mapping[str, str], *, files: bool = False
    ) -> str:
        api, network = self._open.engine.api, self._open.network
        container = api.create_container(
            tag,
            command=list(arguments),
            environment=dict(environment),
            volumes=[FILES_FOLDER] if files else None,
            stdin_open=True,
            detach=False,
            labels=network.labels,
            host_config=api.create_host_config(
                cap_drop=["ALL"],
                read_only=True,
                tmpfs={"/tmp": "rw,noexec,nosuid,size=64m"},  # noqa: S108 - of the container
                mem_limit=MEMORY_BYTES,
                memswap_limit=MEMORY_BYTES,
                pids_limit=PROCESSES,
                security_opt=["no-new-privileges"],
                network_mode=network.name,
                extra_hosts=network.extra_hosts,
                log_config=LogConfig(type="none"),
            ),
        )
        return str(container["Id"])


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Files as a tar archive; every user can read them."""
    packed = io.BytesIO()
    with tarfile.open(mode="w", fileobj=packed) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o444
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()
