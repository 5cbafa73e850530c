"""An engine that this user may not use, and the images that are removed from one."""

from __future__ import annotations

import asyncio
import gc
import warnings
from pathlib import Path
from typing import Any

import pytest
from docker.errors import APIError, DockerException
from requests.exceptions import ConnectionError as Gone
from urllib3.exceptions import ProtocolError

from scoreline.drivers import container_image, engine
from scoreline.drivers.container import ContainerDriver
from scoreline.fault import Code, Fault, FaultError


def as_the_sdk_raises(cause: OSError) -> DockerException:
    """An error of the socket, wrapped as by the SDK."""
    try:
        try:
            try:
                raise cause
            except OSError as error:
                raise ProtocolError("Connection aborted.", error) from error
        except ProtocolError as error:
            raise Gone(error) from None
    except Gone as error:
        wrapped = DockerException(f"Error while fetching server API version: {error}")
        wrapped.__cause__ = error
        return wrapped


def fault_of(cause: OSError, monkeypatch: pytest.MonkeyPatch) -> Fault:
    """The fault of a driver whose engine cannot be reached for this reason."""

    def refuse(**_: Any) -> None:
        raise as_the_sdk_raises(cause)

    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere")
    monkeypatch.setattr(engine, "_reach", lambda _: None)
    monkeypatch.setattr("docker.from_env", refuse)
    with pytest.raises(FaultError) as raised:
        engine.connect()
    return raised.value.fault


def test_refused_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the socket may not be used, the remedy is about rights, not about installing."""
    refused = fault_of(PermissionError(13, "Permission denied"), monkeypatch)
    absent = fault_of(FileNotFoundError(2, "No such file or directory"), monkeypatch)
    assert refused.code == absent.code == Code.ENGINE_UNAVAILABLE
    assert refused.details == {"cause": "permission"}
    assert absent.details == {}
    assert refused.remedy != absent.remedy
    assert "usermod -aG docker" in refused.remedy
    assert "rootless" in refused.remedy


class Images:
    """A double of an engine that has images, one of which is in use."""

    def __init__(self) -> None:
        """Nothing is removed yet."""
        self.removed: list[str] = []
        self.closed = False

    def images(self, *, filters: dict[str, str]) -> list[dict[str, Any]]:
        """Images of two clients; one has no tag any more."""
        assert filters == {"label": container_image.LABEL}
        return [
            {"Id": "sha256:1", "RepoTags": ["scoreline/go:1", "scoreline/go:2"]},
            {"Id": "sha256:2", "RepoTags": ["scoreline/used:1"]},
            {"Id": "sha256:3", "RepoTags": None},
        ]

    def remove_image(self, name: str) -> None:
        """Removes an image unless it is in use."""
        if name == "scoreline/used:1":
            raise APIError("conflict")
        self.removed.append(name)

    def close(self) -> None:
        """Notes that it was closed."""
        self.closed = True


def test_clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Cleaning removes the images of clients that no container uses, and closes the connection."""
    images = Images()
    monkeypatch.setattr(engine, "connect", lambda: images)
    removed = asyncio.run(ContainerDriver(tmp_path).clean())
    assert removed == ("scoreline/go:1", "scoreline/go:2", "sha256:3")
    assert images.removed == list(removed)
    assert images.closed


def code_of_connecting() -> str:
    """The code of the failure to connect; nothing refers to the error afterwards."""
    try:
        engine.connect()
    except FaultError as error:
        return error.fault.code
    return ""


def test_no_socket_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that does not answer leaves no socket open, which would fail a pytest run."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        code = code_of_connecting()
        gc.collect()
    assert code == Code.ENGINE_UNAVAILABLE
    assert [one for one in caught if one.category is ResourceWarning] == []
