"""Images of clients: built once per content of the client's folder."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable, Mapping
from typing import Any

import docker
from docker.errors import DockerException
from docker.utils.build import create_archive

from scoreline.drivers import context, engine
from scoreline.drivers.build import BuildError, last_lines
from scoreline.drivers.engine import ENGINE_ERRORS
from scoreline.fault import Code, Fault
from scoreline.protocol.manifest import Client

LABEL = "dev.scoreline.client"
KEPT_IMAGES = 2
"""How many images of one client are kept, the newest ones."""
_ACTION = "its image cannot be built"


def tag(client: Client, dockerfile: str) -> str:
    """The tag of a client's image. It depends on the content of the client's folder.

    Raises:
        OSError: a file cannot be read.
    """
    return f"scoreline/{client.name}:{context.digest(client.folder, dockerfile)[:16]}"


def build(
    api: docker.APIClient,
    client: Client,
    dockerfile: str,
    progress: Callable[[str], None],
    abandoned: threading.Event,
) -> tuple[str, bool]:
    """Builds a client's image, unless there is one of the same content. Blocks.

    Args:
        api: the engine.
        client: the client.
        dockerfile: path of the file that it is built from, relative to the client's folder.
        progress: is called with each step of the build.
        abandoned: stops the build once it is set.

    Returns:
        The image's tag, and whether it was built.

    Raises:
        BuildError: a step failed, a file cannot be read, or the engine failed.
    """
    try:
        name = tag(client, dockerfile)
    except OSError as error:
        raise BuildError(_failed(f"its files cannot be read: {error}")) from error
    output: list[str] = []
    try:
        if api.images(name=name):
            return name, False
        events = api.build(
            fileobj=_packed(client, dockerfile),
            custom_context=True,
            dockerfile=dockerfile,
            tag=name,
            labels={LABEL: client.name},
            rm=True,
            forcerm=True,
            decode=True,
        )
        for event in events:
            if abandoned.is_set():
                return name, False  # the engine stops a build when its reader disconnects
            _follow(event, output, progress)
    except ENGINE_ERRORS as error:
        fault = engine.refused(_ACTION, error, Code.BUILD_FAILED)
        raise BuildError(fault, last_lines("".join(output))) from error
    _remove_old(api, client, name)
    return name, True


def _packed(client: Client, dockerfile: str) -> io.BytesIO:
    """The client's build context as a tar archive."""
    if not (client.folder / dockerfile).is_file():
        raise BuildError(_failed(f"there is no file {dockerfile}"))
    archive = io.BytesIO()
    try:
        files = context.files(client.folder, dockerfile)
        create_archive(str(client.folder), files=list(files), fileobj=archive)
    except OSError as error:
        raise BuildError(_failed(f"its files cannot be read: {error}")) from error
    return archive


def _failed(message: str) -> Fault:
    return Fault(Code.BUILD_FAILED, f"{_ACTION}: {message}")


def _follow(event: Mapping[str, Any], output: list[str], progress: Callable[[str], None]) -> None:
    text = event.get("stream", "")
    if text:
        output.append(text)
        if text.startswith("Step "):
            progress(text.strip())
    if "error" in event:
        raise BuildError(_failed(str(event["error"]).strip()), last_lines("".join(output)))


def _remove_old(api: docker.APIClient, client: Client, current: str) -> None:
    """Removes all images of a client but the newest, unless a container uses them."""
    with contextlib.suppress(*ENGINE_ERRORS):
        name = f"scoreline/{client.name}"
        images = api.images(name=name)
        newest = sorted(images, key=lambda image: int(image["Created"]), reverse=True)
        tags = [tag for image in newest for tag in image["RepoTags"] or ()]
        others = [tag for tag in tags if tag != current and tag.startswith(f"{name}:")]
        for other in others[KEPT_IMAGES - 1 :]:
            with contextlib.suppress(DockerException):
                api.remove_image(other)
