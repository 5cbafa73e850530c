"""What a run makes on a container engine: labelled, so that a later run can remove it."""

from __future__ import annotations

import contextlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docker
from docker.errors import APIError, NotFound

from scoreline.drivers.lock import Lock

RUN_LABEL = "dev.scoreline.run"
LOCK_LABEL = "dev.scoreline.lock"
_CONFLICT = 409
_REMOVALS_AT_ONCE = 8


class RunResources:
    """The containers and networks of one run, and those that dead runs have left behind.

    A run holds a lock on a file while it lives. Everything it makes carries the path of that file
    as a label. If the lock on the file in a label can be taken, the run is dead and its resources
    can be removed; the file stays until all of them are. If the file does not exist, the resources
    belong to a run on another machine.
    """

    def __init__(self, folder: Path) -> None:
        """Takes the lock of a new run. `folder` holds the lock files; it is made if necessary."""
        folder.mkdir(parents=True, exist_ok=True)
        self.run = uuid.uuid4().hex[:12]
        self._lock = Lock(folder / f"{self.run}.lock")
        self._lock.take()

    @property
    def labels(self) -> dict[str, str]:
        """Labels for everything that this run makes."""
        return {RUN_LABEL: self.run, LOCK_LABEL: str(self._lock.path)}

    @property
    def label(self) -> str:
        """The label by which the engine finds everything that this run made."""
        return f"{RUN_LABEL}={self.run}"

    def sweep(self, api: docker.APIClient) -> None:
        """Removes what dead runs left behind.

        Raises:
            DockerException, OSError, HTTPError: the engine does not list its resources.
        """
        labelled = {"label": LOCK_LABEL}
        found = (*api.containers(all=True, filters=labelled), *api.networks(filters=labelled))
        paths = {Path(item["Labels"][LOCK_LABEL]) for item in found}
        for path in paths.union(self._lock.path.parent.glob("*.lock")) - {self._lock.path}:
            lock = Lock(path)
            with contextlib.suppress(PermissionError):  # it belongs to another user
                if path.exists() and lock.take():
                    if _remove_all(api, f"{LOCK_LABEL}={path}"):
                        lock.remove()
                    lock.release()

    def remove(self, api: docker.APIClient) -> bool:
        """Removes everything this run made, and then its lock. What remains is left to a sweep.

        Returns:
            Whether everything is gone.

        Raises:
            DockerException, OSError, HTTPError: the engine does not list or remove it.
        """
        gone = _remove_all(api, self.label)
        if gone:
            self._lock.remove()
        return gone

    def release(self) -> None:
        """Releases the lock: what is left belongs to a dead run."""
        self._lock.release()


def _remove_all(api: docker.APIClient, label: str) -> bool:
    """Removes containers and networks by their label; returns whether all of them are gone."""
    labelled = {"label": label}
    containers = [container["Id"] for container in api.containers(all=True, filters=labelled)]
    with ThreadPoolExecutor(max_workers=_REMOVALS_AT_ONCE) as pool:
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
    """Removes a container, running or not, with its volumes; returns whether it is gone."""
    try:
        api.remove_container(identifier, force=True, v=True)
    except NotFound:
        return True
    except APIError as error:
        return error.status_code == _CONFLICT  # it is being removed already
    return True
