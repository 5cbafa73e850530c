"""The run's own network on a Docker engine, and what runs that were killed have left behind."""

from __future__ import annotations

import contextlib
import os
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, DockerException, NotFound
from docker.types import IPAMConfig, IPAMPool
from docker.utils import version_lt
from urllib3.exceptions import HTTPError

from scoreline.drivers.lock import Lock

LABEL = "dev.scoreline.client"
RUN_LABEL = "dev.scoreline.run"
LOCK_LABEL = "dev.scoreline.lock"
ENGINE_ERRORS = (DockerException, OSError, HTTPError)
"""What the SDK raises: its own errors, and those of the connection where the engine goes away."""
_DESKTOP_HOST = "host.docker.internal"
_CONFLICT = 409
_WITHOUT_DEFAULT_ROUTE = "1.44"
"""The API version since which an internal network has no default route (engine 25)."""
_ATTEMPTS = 5
"""How often that route is shut; the last attempt leaves it open."""


class EngineMissingError(Exception):
    """No Docker engine answers, or it cannot be used; its text says what was tried."""


def connect() -> docker.APIClient:
    """Connects to the engine that the environment or the current docker context names.

    Raises:
        EngineMissingError: none answers.
    """
    try:
        client = docker.from_env(timeout=600, max_pool_size=64) if _named() else _of_context()
        client.ping()
    except ENGINE_ERRORS as error:
        raise EngineMissingError(f"no Docker engine answers ({_shortest(error)})") from error
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
    all that it makes. What carries a lock that can be taken belongs to nobody any more. The file
    stays until all of it is removed. Where there is no such file, another machine has it.
    """

    def __init__(self, folder: Path) -> None:
        """Takes the folder for the lock files and locks one for this run."""
        folder.mkdir(parents=True, exist_ok=True)
        self.run = uuid.uuid4().hex[:12]
        self._lock = Lock(folder / f"{self.run}.lock")
        self._lock.take()

    @property
    def labels(self) -> dict[str, str]:
        """For everything that this run makes."""
        return {RUN_LABEL: self.run, LOCK_LABEL: str(self._lock.path)}

    def sweep(self, api: docker.APIClient) -> None:
        """Removes what dead runs left behind.

        Raises:
            DockerException, OSError, HTTPError: the engine does not say what there is.
        """
        labelled = {"label": LOCK_LABEL}
        found = (*api.containers(all=True, filters=labelled), *api.networks(filters=labelled))
        paths = {Path(item["Labels"][LOCK_LABEL]) for item in found}
        for path in paths.union(self._lock.path.parent.glob("*.lock")) - {self._lock.path}:
            lock = Lock(path)
            with contextlib.suppress(PermissionError):  # somebody else's: not ours to judge
                if path.exists() and lock.take():
                    if _remove_all(api, f"{LOCK_LABEL}={path}"):
                        lock.remove()
                    lock.release()

    def release(self, api: docker.APIClient | None) -> None:
        """Removes all that this run made, and its lock; what does not go is left to a sweep."""
        with contextlib.suppress(*ENGINE_ERRORS):
            if api is None or _remove_all(api, f"{RUN_LABEL}={self.run}"):
                self._lock.remove()
        self._lock.release()


def _remove_all(api: docker.APIClient, label: str) -> bool:
    """Removes containers and networks; whether all of them are gone."""
    labelled = {"label": label}
    containers = [container["Id"] for container in api.containers(all=True, filters=labelled)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        gone = all(list(pool.map(lambda one: remove_container(api, one), containers)))
    for network in api.networks(filters=labelled):
        try:
            api.remove_network(network["Id"])
        except NotFound:
            continue
        except APIError:
            gone = False
    return gone


def remove_container(api: docker.APIClient, identifier: str) -> bool:
    """Removes a container, running or not; whether it is gone."""
    try:
        api.remove_container(identifier, force=True, v=True)
    except NotFound:
        return True
    except APIError as error:
        return error.status_code == _CONFLICT  # its removal is under way
    return True


def create(api: docker.APIClient, labels: dict[str, str]) -> Network:
    """Makes the run's network.

    Where engine and harness share a host it is internal: a container reaches the endpoint at the
    network's gateway and nothing else, but for what listens on all of the host's addresses and so
    at the gateway as well. Where they do not (Docker Desktop), an internal network would cut the
    way to the endpoint too, so it is an ordinary one.

    Raises:
        EngineMissingError: the engine makes none. What it had made by then carries the labels.
    """
    name = f"scoreline-{labels[RUN_LABEL]}"
    try:
        gateway = _create_internal(api, name, labels).get("Gateway", "").partition("/")[0]
        if gateway and _ours(gateway):
            return Network(name, labels, gateway, gateway, {})
        api.remove_network(name)
        api.create_network(name, driver="bridge", labels=labels)
    except ENGINE_ERRORS as error:
        words = f"the Docker engine makes no network ({_shortest(error)})"
        raise EngineMissingError(words) from error
    return Network(name, labels, "127.0.0.1", _DESKTOP_HOST, {_DESKTOP_HOST: "host-gateway"})


def _create_internal(api: docker.APIClient, name: str, labels: dict[str, str]) -> dict[str, str]:
    """Makes an internal network; its range of addresses.

    Engines before 25 give containers on it a default route through the gateway, and with that the
    way to every address of the host (moby/libnetwork#1151). The bridge driver takes another
    address for that route. It has to be in the subnet, which is known once the engine has chosen
    one: so the network is made again, with an address that is nobody's.
    """
    for attempt in range(_ATTEMPTS):
        created = api.create_network(name, driver="bridge", internal=True, labels=labels)
        ranges: list[dict[str, str]] = api.inspect_network(created["Id"])["IPAM"]["Config"]
        found = ranges[0] if ranges else {}
        last = attempt == _ATTEMPTS - 1
        if last or not found or not version_lt(api.api_version, _WITHOUT_DEFAULT_ROUTE):
            return found
        subnet = ip_network(found["Subnet"])
        nobody = {"DefaultGatewayIPv4": str(subnet[-2])}
        pool = IPAMPool(subnet=str(subnet), gateway=found["Gateway"], aux_addresses=nobody)
        ipam = IPAMConfig(pool_configs=[pool])
        api.remove_network(created["Id"])
        # Another run may take the subnet in between.
        with contextlib.suppress(APIError):
            api.create_network(name, driver="bridge", internal=True, labels=labels, ipam=ipam)
            return found
    raise AssertionError("the last attempt returns")


def _ours(address: str) -> bool:
    """Whether an address is one of this host's: whether it can be listened on."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True
