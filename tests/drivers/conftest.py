"""Clients for both drivers, doubles of an engine, and a deadline for every scenario."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import pytest

from scoreline.drivers import registry
from scoreline.drivers.container import ContainerDriver
from scoreline.drivers.container_image import LABEL
from scoreline.drivers.engine import connect
from scoreline.drivers.run_resources import LOCK_LABEL
from scoreline.protocol.manifest import Client, load_clients

DEADLINE_SECONDS = 120
DOCKERFILE = """\
FROM python:3.13-slim-bookworm
COPY probe.py /probe.py
{more}
USER 65532:65532
ENTRYPOINT ["python", "-S", "/probe.py"]
"""
MANIFEST = """\
name = "{name}"
language = "Python"
[container]
session = []
one-shot = ["once"]
"""


@pytest.fixture
def run() -> Callable[[Coroutine[Any, Any, None]], None]:
    """Runs a scenario, which must end before the deadline."""

    def run_scenario(scenario: Coroutine[Any, Any, None]) -> None:
        asyncio.run(asyncio.wait_for(scenario, DEADLINE_SECONDS))

    return run_scenario


@pytest.fixture
def client(tmp_path: Path) -> Callable[..., Client]:
    """Makes a client that runs as a process; its commands are Python programs, given as text."""
    folder = tmp_path / "a folder, Zoë's"
    folder.mkdir()
    (folder / "source.txt").write_text("first", "utf-8")

    def make(
        program: str = "", *, build: tuple[str, ...] = (), name: str = "fake", **changes: Any
    ) -> Client:
        def command(text: str) -> list[str]:
            return [sys.executable, "-S", "-c", text, "{build}"]

        table = {
            "requires": [],
            "remedy": "get it",
            "build": [command(text) for text in build],
            "session": command(program),
            "one-shot": command(program),
        }
        return Client(name, "Python", folder, {"process": table | changes})

    return make


@pytest.fixture
def api() -> Iterator[docker.APIClient]:
    """A connection to the engine."""
    connection = connect()
    yield connection
    connection.close()


@pytest.fixture
def image_client(tmp_path: Path, api: docker.APIClient) -> Iterator[Callable[..., Client]]:
    """Makes a client with a new name and an image, which is removed in the end."""
    word = uuid.uuid4().hex[:8]
    names: list[str] = []

    def make(more: str = "", name: str = "probe") -> Client:
        folder = tmp_path / f"{name} é"
        folder.mkdir(exist_ok=True)
        shutil.copy(Path(__file__).with_name("probe.py"), folder)
        (folder / "Dockerfile").write_text(DOCKERFILE.format(more=more), "utf-8")
        names.append(f"{name}-{word}")
        (folder / "client.toml").write_text(MANIFEST.format(name=names[-1]), "utf-8")
        return load_clients([folder], registry.tables())[0]

    yield make
    for name in names:
        for image in api.images(filters={"label": f"{LABEL}={name}"}):
            with contextlib.suppress(docker.errors.APIError):
                api.remove_image(image["Id"], force=True)


@contextlib.asynccontextmanager
async def open_driver(cache: Path) -> AsyncIterator[ContainerDriver]:
    """A container driver that is open until the block ends."""
    driver = ContainerDriver(cache)
    try:
        await driver.open()
        yield driver
    finally:
        await driver.close()


@pytest.fixture
def container_driver() -> Callable[[Path], AbstractAsyncContextManager[ContainerDriver]]:
    """Opens a container driver that uses a cache folder, for the length of a block."""
    return open_driver


@dataclass(frozen=True)
class Resources:
    """Identifiers of the containers and networks that carry the locks of one cache folder."""

    api: docker.APIClient
    cache: Path

    def containers(self) -> set[str]:
        """Containers, running or not."""
        return self._own(self.api.containers(all=True, filters={"label": LOCK_LABEL}))

    def networks(self) -> set[str]:
        """Networks."""
        return self._own(self.api.networks(filters={"label": LOCK_LABEL}))

    def _own(self, found: list[Any]) -> set[str]:
        locks = self.cache / "scoreline" / "runs"
        return {one["Id"] for one in found if Path(one["Labels"][LOCK_LABEL]).parent == locks}


@pytest.fixture
def resources(api: docker.APIClient, tmp_path: Path) -> Resources:
    """What runs with the cache folder of this test have made and not removed."""
    return Resources(api, tmp_path / "cache")


class EngineDouble:
    """An engine with a few answers, each a value, an error or a function, which counts calls."""

    def __init__(self, **answers: Any) -> None:
        """The answers by the method's name; all other methods return an empty object."""
        self.answers = answers
        self.asked: list[str] = []
        self.hooks: dict[str, list[Any]] = {"response": []}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Any method."""

        def method(*_: Any, **__: Any) -> Any:
            self.asked.append(name)
            answer = self.answers.get(name, {})
            if isinstance(answer, Exception):
                raise answer
            return answer() if callable(answer) else answer

        return method

    def count(self, name: str) -> int:
        """How often a method was called."""
        return self.asked.count(name)


@pytest.fixture
def double() -> type[EngineDouble]:
    """The class of doubles of an engine."""
    return EngineDouble
