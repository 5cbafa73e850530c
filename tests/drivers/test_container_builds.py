"""Images of clients on a real engine: built once per content, within a deadline and a limit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import docker
import pytest

from scoreline.drivers import build, container_image
from scoreline.drivers.build import BuildError
from scoreline.drivers.container import ContainerDriver
from scoreline.drivers.container_image import KEPT_IMAGES
from scoreline.fault import Code
from scoreline.protocol.manifest import Client

pytestmark = pytest.mark.docker

Run = Callable[[Any], None]
Opened = Callable[[Path], AbstractAsyncContextManager[ContainerDriver]]


def test_build_deadline(
    image_client: Callable[..., Client],
    api: docker.APIClient,
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
    container_driver: Opened,
) -> None:
    """A build that takes too long is stopped, also on the engine, and reported as such."""
    word = tmp_path.name
    made = image_client(f"RUN : {word} && sleep 301")

    def building() -> bool:
        return any(word in str(one["Command"]) for one in api.containers())

    async def scenario() -> None:
        async with container_driver(tmp_path) as driver:
            task = asyncio.create_task(driver.build(made, lambda _: None))
            while not await asyncio.to_thread(building):
                assert not task.done()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            while await asyncio.to_thread(building):
                pass
            monkeypatch.setattr(build, "BUILD_SECONDS", 1.0)
            with pytest.raises(BuildError) as caught:
                await driver.build(made, lambda _: None)
            assert caught.value.fault.code == Code.BUILD_TIMEOUT
            while await asyncio.to_thread(building):
                pass

    run(scenario())


def test_build_memory(
    image_client: Callable[..., Client],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
    container_driver: Opened,
) -> None:
    """A step of a build that uses too much memory fails."""
    monkeypatch.setattr(container_image, "BUILD_MEMORY_BYTES", 64 << 20)
    made = image_client("RUN python -S -c \"bytearray(b'x') * (256 << 20)\"")

    async def scenario() -> None:
        async with container_driver(tmp_path) as driver:
            with pytest.raises(BuildError) as caught:
                await driver.build(made, lambda _: None)
            assert caught.value.fault.code == Code.BUILD_FAILED
            monkeypatch.undo()
            assert await driver.build(made, lambda _: None)

    run(scenario())


def test_built_by_content(
    image_client: Callable[..., Client],
    api: docker.APIClient,
    tmp_path: Path,
    run: Run,
    container_driver: Opened,
) -> None:
    """An image is built if the content has changed, and only the newest images are kept."""

    async def scenario() -> None:
        async with container_driver(tmp_path) as driver:
            made = image_client()
            steps: list[str] = []
            assert await driver.build(made, steps.append)
            assert "Step 1/5 : FROM python:3.13-slim-bookworm" in steps
            assert not await driver.build(made, steps.append)
            for number in range(KEPT_IMAGES + 1):
                changed = image_client(f"LABEL number={number}")
                assert await driver.build(changed, steps.append)
                assert not await driver.build(changed, steps.append)
            repository = f"scoreline/{changed.name}"
            tags = [tag for image in api.images(repository) for tag in image["RepoTags"]]
            assert len(tags) == KEPT_IMAGES

    run(scenario())


def test_broken_dockerfile(
    image_client: Callable[..., Client], tmp_path: Path, run: Run, container_driver: Opened
) -> None:
    """A build that fails is the client's fault, and has the end of its output."""
    script = "RUN seq 1 200 && echo no compiler here && exit 3"

    async def scenario() -> None:
        made = image_client(script)
        async with container_driver(tmp_path) as driver:
            with pytest.raises(BuildError) as caught:
                await driver.build(made, lambda _: None)
            assert caught.value.fault.code == Code.BUILD_FAILED
            assert "no compiler here" in caught.value.output[-3:]
            assert len(caught.value.output) < 100

    run(scenario())
