"""Which driver runs which client, on this machine, under these options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import docker

from scoreline.drivers import container_network, thread
from scoreline.drivers.build import Unavailable
from scoreline.drivers.container import ContainerDriver
from scoreline.drivers.container_network import EngineMissingError, Leftovers, Network
from scoreline.drivers.process import ProcessDriver
from scoreline.drivers.program import Program
from scoreline.protocol.manifest import Client
from scoreline.runner.options import DriverChoice
from scoreline.runner.stopwatch import Stopwatch

LOOPBACK = "127.0.0.1"
_REMEDY = "install Docker and start its engine: https://docs.docker.com/engine/install/"


class Driver(Protocol):
    """A way to run a client."""

    @property
    def name(self) -> str:
        """`container` or `process`."""

    def unavailable(self, client: Client) -> Unavailable | None:
        """Why a client cannot be run this way here; None where it can."""

    async def build(self, client: Client, progress: Callable[[str], None]) -> bool:
        """Builds a client where that is due; whether it was."""

    async def start_session(self, client: Client) -> Program:
        """Starts a client's session."""

    async def start_one_shot(self, client: Client, environment: Mapping[str, str]) -> Program:
        """Starts one call."""


class Drivers:
    """The drivers of one run; removes at the end what the run made."""

    def __init__(self, cache: Path, choice: DriverChoice, watch: Stopwatch | None = None) -> None:
        """Takes the folder for builds and locks, what the user chose, and what times its parts."""
        self._cache = cache
        self._choice = choice
        self._watch = watch or Stopwatch()
        self._process = ProcessDriver(cache)
        self._container: ContainerDriver | None = None
        self._engine_missing = "not looked for, because of --driver process"
        self._api: docker.APIClient | None = None
        self._leftovers: Leftovers | None = None
        self.network: Network | None = None

    async def __aenter__(self) -> Self:
        """Looks for a Docker engine, sweeps it, and makes the run's network."""
        with self._watch.part("engine"):
            if self._choice is not DriverChoice.PROCESS:
                try:
                    await thread.to_its_end(self._connect)
                except EngineMissingError as error:
                    self._engine_missing = str(error)
                except BaseException:
                    await self._release()
                    raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Removes the run's containers and its network."""
        with self._watch.part("cleanup"):
            await self._release()

    def _connect(self) -> None:
        self._api = container_network.connect()
        self._leftovers = Leftovers(self._cache / "runs")
        try:
            self._leftovers.sweep(self._api)
        except container_network.ENGINE_ERRORS as error:
            raise EngineMissingError(f"the Docker engine went away ({error})") from error
        self.network = container_network.create(self._api, self._leftovers.labels)
        self._container = ContainerDriver(self._api, self.network)

    async def _release(self) -> None:
        self._process.release()
        if self._leftovers is not None:
            leftovers, api = self._leftovers, self._api
            await thread.to_its_end(lambda: leftovers.release(api))
        if self._api is not None:
            self._api.close()

    @property
    def engine_missing(self) -> str:
        """Why no Docker engine is used, where one was looked for; else empty."""
        sought = self._choice is not DriverChoice.PROCESS
        return self._engine_missing if sought and self._container is None else ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that the endpoint listens on."""
        if self.network is None or self.network.listen == LOOPBACK:
            return (LOOPBACK,)
        return (LOOPBACK, self.network.listen)

    def choose(self, client: Client) -> Driver | Unavailable:
        """The driver for a client, or why there is none."""
        if self._choice is DriverChoice.PROCESS:
            return self._process.unavailable(client) or self._process
        container = (
            Unavailable(self._engine_missing, _REMEDY)
            if self._container is None
            else self._container.unavailable(client) or self._container
        )
        if self._choice is DriverChoice.CONTAINER or not isinstance(container, Unavailable):
            return container
        process = self._process.unavailable(client)
        if process is None:
            return self._process
        return Unavailable(
            f"{container.reason}, and {process.reason}", f"{container.remedy}; or {process.remedy}"
        )

    def host(self, driver: Driver) -> str:
        """The host under which a driver's clients reach the endpoint."""
        if driver is self._container and self.network is not None:
            return self.network.host
        return LOOPBACK
