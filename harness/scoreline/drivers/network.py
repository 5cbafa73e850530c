"""The run's own network on a Docker engine, and what runs that were killed have left behind."""

from __future__ import annotations

import contextlib
import os
import socket
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, DockerException
from filelock import FileLock, Timeout

LABEL = "dev.scoreline.client"
RUN_LABEL = "dev.scoreline.run"
LOCK_LABEL = "dev.scoreline.lock"
_DESKTOP_HOST = "host.docker.internal"


class EngineMissingError(Exception):
    """No Docker engine answers; its text says what was tried."""


def connect() -> docker.APIClient:
    """Connects to the engine that the environment or the current docker context names.

    Raises:
        EngineMissingError: none answers.
    """
    try:
        client = docker.from_env(timeout=600, max_pool_size=64) if _named() else _of_context()
        client.ping()
    except (DockerException, OSError) as error:
        raise EngineMissingError(_shortest(error)) from error
    return client.api


def _named() -> bool:
    return bool(os.environ.get("DOCKER_HOST"))


def _of_context() -> Any:
    context = docker.context.ContextAPI.get_current_context()
    return docker.DockerClient(base_url=context.Host, timeout=600, max_pool_size=64)


def _shortest(error: BaseException) -> str:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(error.args[-1] if error.args else error)


@dataclass(frozen=True, slots=True)
class Network:
    """A network of the run's own.

    Attributes:
        name: on the engine.
        labels: for everything that belongs to the run.
        listen: the address that the endpoint listens on.
        host: the host name or address under which containers reach it.
        extra_hosts: additional names inside the containers.
    """

    name: str
    labels: dict[str, str]
    listen: str
    host: str
    extra_hosts: dict[str, str]


class Leftovers:
    """Says whose a container or network is: of a run that is alive, or of one that was killed.

    A run holds a lock on a file of its own while it lives; the file's path is in the label of
    all that it makes. What carries a lock that can be taken belongs to nobody any more.
    """

    def __init__(self, folder: Path) -> None:
        """Takes the folder for the lock files and locks one for this run."""
        folder.mkdir(parents=True, exist_ok=True)
        self.run = uuid.uuid4().hex[:12]
        self._path = folder / f"{self.run}.lock"
        self._lock = FileLock(self._path)
        self._lock.acquire()

    @property
    def labels(self) -> dict[str, str]:
        """For everything that this run makes."""
        return {RUN_LABEL: self.run, LOCK_LABEL: str(self._path)}

    def sweep(self, api: docker.APIClient) -> int:
        """Removes what dead runs left behind; the number of things removed."""
        count = 0
        for container in api.containers(all=True, filters={"label": LOCK_LABEL}):
            if _dead(container["Labels"]):
                with contextlib.suppress(APIError):
                    api.remove_container(container["Id"], force=True, v=True)
                    count += 1
        for network in api.networks(filters={"label": LOCK_LABEL}):
            if _dead(network["Labels"]):
                with contextlib.suppress(APIError):
                    api.remove_network(network["Id"])
                    count += 1
        for path in self._path.parent.glob("*.lock"):
            if path != self._path and _free(path):
                path.unlink(missing_ok=True)
        return count

    def release(self, api: docker.APIClient | None) -> None:
        """Removes all that this run made, and its lock."""
        if api is not None:
            mine = {"label": f"{RUN_LABEL}={self.run}"}
            for container in api.containers(all=True, filters=mine):
                with contextlib.suppress(APIError):
                    api.remove_container(container["Id"], force=True, v=True)
            for network in api.networks(filters=mine):
                with contextlib.suppress(APIError):
                    api.remove_network(network["Id"])
        self._lock.release()
        self._path.unlink(missing_ok=True)


def _dead(labels: dict[str, str]) -> bool:
    path = Path(labels[LOCK_LABEL])
    try:
        return path.exists() and _free(path)
    except PermissionError:
        return False  # somebody else's run: not ours to judge


def _free(path: Path) -> bool:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except (Timeout, PermissionError):
        return False
    lock.release()
    return True


def create(api: docker.APIClient, labels: dict[str, str]) -> Network:
    """Makes the run's network.

    Where engine and harness share a host it is internal: a container reaches the endpoint at the
    network's gateway and nothing else. Where they do not (Docker Desktop), an internal network
    would cut the way to the endpoint as well, so it is an ordinary one.
    """
    name = f"scoreline-{labels[RUN_LABEL]}"
    created = api.create_network(name, driver="bridge", internal=True, labels=labels)
    gateway = api.inspect_network(created["Id"])["IPAM"]["Config"][0].get("Gateway", "")
    gateway = gateway.partition("/")[0]
    if gateway and _ours(gateway):
        return Network(name, labels, gateway, gateway, {})
    api.remove_network(created["Id"])
    api.create_network(name, driver="bridge", labels=labels)
    return Network(name, labels, "127.0.0.1", _DESKTOP_HOST, {_DESKTOP_HOST: "host-gateway"})


def _ours(address: str) -> bool:
    """Whether an address is one of this host's: whether it can be listened on."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True
