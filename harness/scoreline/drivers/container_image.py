"""Images of clients: built once per content of the client's folder."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import docker
from docker.errors import DockerException
from docker.utils.build import create_archive

from scoreline.drivers import context, engine
from scoreline.drivers.build import BUILD_SECONDS, KEPT_PARTS, BuildError, last_lines
from scoreline.drivers.engine import ENGINE_ERRORS
from scoreline.fault import Code, Fault
from scoreline.protocol.manifest import Client

LABEL = "dev.scoreline.client"
BUILD_MEMORY_BYTES = 4 << 30
"""How much memory each step of a build may use."""
KEPT_IMAGES = 2
"""How many images of one client are kept, the newest ones."""
_ACTION = "its image cannot be built"


def tag(client: Client, dockerfile: str) -> str:
    """The tag of a client's image. It depends on the content of the client's folder.

    Raises:
        OSError: a file cannot be read.
    """
    return f"scoreline/{client.name}:{context.digest(client.folder, dockerfile)[:16]}"


class Stop:
    """Stops a build, from another thread."""

    def __init__(self) -> None:
        """The build is not to be stopped yet."""
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._response: Any = None

    def __call__(self) -> None:
        """Stops the build: the engine does so when its reader disconnects."""
        with self._lock:
            self.stopped.set()
            self._disconnect()

    def _disconnect(self) -> None:
        if self._response is not None:
            with contextlib.suppress(OSError, AttributeError):  # it has ended already
                connection: socket.socket = self._response.raw._fp.fp.raw._sock  # noqa: SLF001
                connection.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def on(self, api: docker.APIClient) -> Iterator[None]:
        """Lets the connection of calls be closed that the current thread makes meanwhile."""
        thread = threading.get_ident()

        def take(response: Any, **_: Any) -> None:
            if threading.get_ident() == thread:
                with self._lock:
                    self._response = response
                    if self.stopped.is_set():
                        self._disconnect()

        # The SDK keeps the response of a build to itself, but its client is a session of requests.
        api.hooks["response"].append(take)
        try:
            yield
        finally:
            api.hooks["response"].remove(take)
            with self._lock:
                if self._response is not None:
                    self._response.close()
                    self._response = None


def build(
    api: docker.APIClient,
    client: Client,
    dockerfile: str,
    progress: Callable[[str], None],
    stop: Stop,
) -> tuple[str, bool]:
    """Builds a client's image, unless there is one of the same content. Blocks.

    Args:
        api: the engine.
        client: the client.
        dockerfile: path of the file that it is built from, relative to the client's folder.
        progress: is called with each step of the build.
        stop: is called to stop the build.

    Returns:
        The image's tag, and whether it was built.

    Raises:
        BuildError: a step failed, a file cannot be read, or the engine failed.
    """
    try:
        name = tag(client, dockerfile)
    except OSError as error:
        raise BuildError(_failed(f"its files cannot be read: {error}")) from error
    output = deque[str](maxlen=KEPT_PARTS)
    try:
        if api.images(name=name):
            return name, False
        packed = _packed(client, dockerfile)
        with stop.on(api):
            events = api.build(
                fileobj=packed,
                custom_context=True,
                dockerfile=dockerfile,
                tag=name,
                labels={LABEL: client.name},
                container_limits={"memory": BUILD_MEMORY_BYTES, "memswap": BUILD_MEMORY_BYTES},
                rm=True,
                forcerm=True,
                timeout=round(BUILD_SECONDS),
                decode=True,
            )
            for event in events:
                _follow(event, output, progress)
        if stop.stopped.is_set():
            return name, False
    except ENGINE_ERRORS as error:
        fault = engine.refused(_ACTION, error, Code.BUILD_FAILED)
        raise BuildError(fault, last_lines("".join(output))) from error
    _remove_old(api, client, name)
    return name, True


def remove_all(api: docker.APIClient) -> tuple[str, ...]:
    """Removes the images of all clients, unless a container uses them, and returns their tags."""
    removed: list[str] = []
    for image in api.images(filters={"label": LABEL}):
        for one in image["RepoTags"] or (image["Id"],):
            with contextlib.suppress(DockerException):
                api.remove_image(one)
                removed.append(one)
    return tuple(removed)


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


def _follow(event: Mapping[str, Any], output: deque[str], progress: Callable[[str], None]) -> None:
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
