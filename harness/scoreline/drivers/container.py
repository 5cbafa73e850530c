"""Clients in containers: locked down, on a network of the run's own, removed at the end."""

from __future__ import annotations

import asyncio
import contextlib
import io
import threading
from collections.abc import Callable, Mapping
from typing import Any

import docker
from docker.errors import DockerException
from docker.types import LogConfig
from docker.utils.build import create_archive

from scoreline.drivers import context, thread
from scoreline.drivers.build import BuildError, Unavailable, tail
from scoreline.drivers.container_network import ENGINE_ERRORS, LABEL, Network
from scoreline.drivers.container_program import ContainerProgram, connect
from scoreline.drivers.program import ProgramError
from scoreline.drivers.warm_container import CallProgram, RoomClosedError
from scoreline.protocol.manifest import Client, Command, ContainerStart

MEMORY_BYTES = 512 << 20
PROCESSES = 256
KEPT_IMAGES = 2
"""How many images of one client are kept, the newest ones."""
_STREAMS = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}


class ContainerDriver:
    """Builds images and starts containers on one Docker engine."""

    name = "container"

    def __init__(self, api: docker.APIClient, network: Network) -> None:
        """Takes a connected engine and the run's network on it."""
        self._api = api
        self._network = network
        self._tags: dict[Client, str] = {}
        self._rooms: dict[Client, list[str]] = {}

    def unavailable(self, client: Client) -> Unavailable | None:
        """Why a client cannot be run in a container here; None where it can."""
        if client.container is None:
            return Unavailable(
                "its client.toml does not say how it runs in a container",
                "add a [container] table and a Dockerfile, or use --driver process",
            )
        return None

    async def build(self, client: Client, progress: Callable[[str], None]) -> bool:
        """Builds a client's image, unless one of the same content is there.

        Returns:
            Whether it was built.

        Raises:
            BuildError: the build failed; carries the end of its output.
        """
        loop = asyncio.get_running_loop()

        def step(text: str) -> None:
            loop.call_soon_threadsafe(progress, text)

        return await thread.abandonable(lambda given_up: self._build(client, step, given_up))

    def _build(
        self, client: Client, progress: Callable[[str], None], given_up: threading.Event
    ) -> bool:
        said: list[str] = []
        try:
            tag = _tag(client)
            self._tags[client] = tag
            if self._api.images(name=tag):
                return False
            archive = io.BytesIO()
            create_archive(str(client.folder), files=list(context.files(client)), fileobj=archive)
            events = self._api.build(
                fileobj=archive,
                custom_context=True,
                dockerfile=context.dockerfile(client),
                tag=tag,
                labels={LABEL: client.name},
                rm=True,
                forcerm=True,
                decode=True,
            )
            for event in events:
                if given_up.is_set():
                    return False  # the engine stops where nobody listens
                _follow(event, said, progress)
        except ENGINE_ERRORS as error:
            raise BuildError(f"docker build: {error}", tail("".join(said))) from error
        self._remove_old(client, tag)
        return True

    def _remove_old(self, client: Client, current: str) -> None:
        """Removes all but the newest images of a client, and none that a container uses."""
        with contextlib.suppress(*ENGINE_ERRORS):
            name = f"scoreline/{client.name}"
            images = self._api.images(name=name)
            newest = sorted(images, key=lambda image: int(image["Created"]), reverse=True)
            tags = [tag for image in newest for tag in image["RepoTags"] or ()]
            others = [tag for tag in tags if tag != current and tag.startswith(f"{name}:")]
            for tag in others[KEPT_IMAGES - 1 :]:
                with contextlib.suppress(DockerException):
                    self._api.remove_image(tag)

    async def start_session(self, client: Client) -> ContainerProgram:
        """Starts a client's session.

        Raises:
            ProgramError: the container cannot be started.
        """
        return await self._start(client, _start(client).session, {})

    async def start_one_shot(
        self, client: Client, environment: Mapping[str, str]
    ) -> ContainerProgram:
        """Starts one call, in a room where the client has a session to keep one open.

        Raises:
            ProgramError: the container cannot be started.
        """
        start = _start(client)
        if start.one_shot is None or start.session is None:
            return await self._start(client, start.one_shot, environment)
        try:
            rooms = self._rooms.setdefault(client, [])
            room = rooms.pop() if rooms else await self._open_room(client, start.session)
            return await self._call(client, room, start.one_shot, environment)
        except RoomClosedError:
            return await self._start(client, start.one_shot, environment)

    async def _open_room(self, client: Client, session: Command) -> str:
        try:
            room = await thread.to_its_end(lambda: self._create(client, session, {}))
            await thread.to_its_end(lambda: self._api.start(room))
        except ENGINE_ERRORS as error:
            raise ProgramError(f"its container cannot be started: {error}") from error
        return room

    async def _call(
        self, client: Client, room: str, command: Command, environment: Mapping[str, str]
    ) -> CallProgram:
        def create() -> str:
            entry_point = self._api.inspect_container(room)["Config"]["Entrypoint"] or ()
            words = [*entry_point, *command]
            return str(
                self._api.exec_create(room, words, stdin=True, environment=dict(environment))["Id"]
            )

        try:
            call = await thread.to_its_end(create)
            program = CallProgram(self._api, room, call, self._rooms[client].append)
            await connect(program, lambda: self._api.exec_start(call, socket=True))
        except ENGINE_ERRORS as error:
            raise RoomClosedError(f"its container has ended: {error}") from error
        return program

    async def _start(
        self, client: Client, command: Command | None, environment: Mapping[str, str]
    ) -> ContainerProgram:
        if command is None:
            raise ProgramError("its client.toml names no such command")
        # Cancelled while it is made, a container is left to the end of the run.
        try:
            identifier = await thread.to_its_end(lambda: self._create(client, command, environment))
        except ENGINE_ERRORS as error:
            raise ProgramError(f"its container cannot be made: {error}") from error
        program = ContainerProgram(self._api, identifier)
        try:
            # Before it runs, so that nothing it says is lost.
            await connect(program, lambda: self._api.attach_socket(identifier, params=_STREAMS))
            await thread.to_its_end(lambda: self._api.start(identifier))
        except ENGINE_ERRORS as error:
            await program.kill()
            raise ProgramError(f"its container cannot be started: {error}") from error
        except BaseException:
            await program.kill()
            raise
        return program

    def _create(self, client: Client, command: Command, environment: Mapping[str, str]) -> str:
        container = self._api.create_container(
            self._tags.get(client) or _tag(client),
            command=list(command),
            environment=dict(environment),
            stdin_open=True,
            detach=False,
            labels=self._network.labels,
            host_config=self._api.create_host_config(
                cap_drop=["ALL"],
                read_only=True,
                tmpfs={"/tmp": "rw,noexec,nosuid,size=64m"},  # noqa: S108 - of the container
                mem_limit=MEMORY_BYTES,
                memswap_limit=MEMORY_BYTES,
                pids_limit=PROCESSES,
                security_opt=["no-new-privileges"],
                network_mode=self._network.name,
                extra_hosts=self._network.extra_hosts,
                log_config=LogConfig(type="none"),
            ),
        )
        return str(container["Id"])


def _start(client: Client) -> ContainerStart:
    if client.container is None:
        raise ProgramError("its client.toml does not say how it runs in a container")
    return client.container


def _tag(client: Client) -> str:
    """The image of a client's content, so that a change makes another image."""
    return f"scoreline/{client.name}:{context.digest(client)[:16]}"


def _follow(event: Mapping[str, Any], said: list[str], progress: Callable[[str], None]) -> None:
    text = event.get("stream", "")
    if text:
        said.append(text)
        if text.startswith("Step "):
            progress(text.strip())
    if "error" in event:
        raise BuildError(str(event["error"]).strip(), tail("".join(said)))
