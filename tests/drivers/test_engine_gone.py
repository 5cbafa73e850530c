"""A Docker engine that goes away or does half of what it is asked for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docker.errors import APIError, NotFound
from requests.exceptions import ConnectionError as Gone
from urllib3.exceptions import ProtocolError

from scoreline.drivers import container_network
from scoreline.drivers.build import BuildError
from scoreline.drivers.container import ContainerDriver
from scoreline.drivers.container_network import EngineMissingError, Leftovers, Network
from scoreline.drivers.container_program import ContainerProgram
from scoreline.drivers.program import ProgramError
from scoreline.drivers.thread import abandonable
from scoreline.protocol.manifest import Client, ContainerStart
from scoreline.runner.driver import Drivers
from scoreline.runner.options import DriverChoice

Run = Callable[[Any], None]
NETWORK = Network("none", {}, "127.0.0.1", "127.0.0.1", {})


class Api:
    """An engine that knows a few answers, each a value or an error, and what it was asked."""

    def __init__(self, **answers: Any) -> None:
        """Takes the answers by the method's name."""
        self.answers = answers
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Any method."""

        def method(*_: Any, **__: Any) -> Any:
            self.asked.append(name)
            answer = self.answers.get(name, {})
            if isinstance(answer, Exception):
                raise answer
            return answer

        return method

    def count(self, name: str) -> int:
        """How often it was asked for something."""
        return self.asked.count(name)


@pytest.fixture
def client(tmp_path: Path) -> Client:
    """A client with a container."""
    (tmp_path / "Dockerfile").touch()
    start = ContainerStart("Dockerfile", session=("session",), one_shot=None)
    return Client("fake", "Python", tmp_path, start, None)


def broken_stream() -> Any:
    """A build that stops in the middle."""
    yield {"stream": "Step 1/2 : FROM scratch\n"}
    raise ProtocolError("the connection broke")


@pytest.mark.parametrize(
    "answers",
    [
        {"images": Gone("no engine")},
        {"images": [], "build": Gone("no engine")},
        {"images": [], "build": broken_stream()},
    ],
)
def test_gone_while_building(answers: dict[str, Any], client: Client, run: Run) -> None:
    """An engine that goes away while it builds is a failed build."""

    async def scenario() -> None:
        driver = ContainerDriver(Api(**answers), NETWORK)  # type: ignore[arg-type]  # a double
        with pytest.raises(BuildError, match=r"docker build: .*(no engine|the connection broke)"):
            await driver.build(client, lambda _: None)

    run(scenario())


@pytest.mark.parametrize("step", ["create_container", "attach_socket"])
def test_gone_while_starting(step: str, client: Client, run: Run) -> None:
    """An engine that goes away while a container starts is named, and the container removed."""

    async def scenario() -> None:
        answers = {"create_container": {"Id": "one"}, step: Gone("no engine")}
        api = Api(**answers)
        driver = ContainerDriver(api, NETWORK)  # type: ignore[arg-type]  # a double
        with pytest.raises(ProgramError, match="no engine"):
            await driver.start_session(client)
        assert api.count("remove_container") == (step == "attach_socket")

    run(scenario())


def test_gone_at_the_end(run: Run) -> None:
    """How a container ended is not made up, and its removal raises nothing."""

    async def scenario() -> None:
        api = Api(wait=Gone("no engine"), remove_container=Gone("no engine"))
        program = ContainerProgram(api, "one")  # type: ignore[arg-type]  # a double
        with pytest.raises(ProgramError, match="the engine does not say how"):
            await program.wait()
        await program.kill()

    run(scenario())


@pytest.mark.parametrize(("status", "ending"), [(0, 0), (1, 1), (137, -9), (255, 255)])
def test_exit_status(status: int, ending: int, run: Run) -> None:
    """A status above 128 stands for a signal where there is one of that number."""

    async def scenario() -> None:
        api = Api(wait={"StatusCode": status})
        program = ContainerProgram(api, "one")  # type: ignore[arg-type]  # a double
        assert await program.wait() == ending

    run(scenario())


@pytest.mark.parametrize(
    "answers",
    [
        {"create_network": APIError("all predefined address pools have been fully subnetted")},
        {"create_network": {"Id": "one"}, "inspect_network": Gone("no engine")},
    ],
)
def test_half_made_network(
    answers: dict[str, Any], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a network of its own the run has no engine, says why, and removes what was made."""
    api = Api(containers=[], networks=[{"Id": "one", "Labels": {}}], **answers)
    with pytest.raises(EngineMissingError, match="the Docker engine makes no network"):
        container_network.create(api, {container_network.RUN_LABEL: "1"})  # type: ignore[arg-type]  # a double
    monkeypatch.setattr(container_network, "connect", lambda: api)
    monkeypatch.setattr(Leftovers, "sweep", lambda *_: None)

    async def scenario() -> None:
        async with Drivers(tmp_path, DriverChoice.AUTO) as drivers:
            chosen = drivers.choose(Client("fake", "Python", tmp_path, None, None))
            assert "the Docker engine makes no network" in repr(chosen)
        assert api.count("remove_network") == 1
        assert not list((tmp_path / "runs").iterdir())

    run(scenario())


def test_subnet_that_another_run_takes() -> None:
    """Where the engine has given the chosen subnet away meanwhile, it is asked for another."""
    made: list[Any] = []

    class Old(Api):
        """An engine from before 25 that takes a subnet twice only at the third attempt."""

        api_version = "1.41"

        def create_network(self, _: str, **given: Any) -> dict[str, str]:
            """Refuses every other network, up to the fifth."""
            made.append(given.get("ipam"))
            if len(made) in (2, 4):
                raise APIError("Pool overlaps with other one on this address space")
            return {"Id": "one"}

    ranges = {"IPAM": {"Config": [{"Subnet": "127.1.0.0/16", "Gateway": "127.1.0.1"}]}}
    api: Any = Old(inspect_network=ranges)
    assert container_network.create(api, {container_network.RUN_LABEL: "1"}).host == "127.1.0.1"
    assert len(made) == 6
    assert made[-1]["Config"][0]["AuxiliaryAddresses"] == {"DefaultGatewayIPv4": "127.1.255.254"}
    assert api.count("remove_network") == 3


def test_what_cannot_be_removed(tmp_path: Path) -> None:
    """The lock of a run stays until all that it made is gone, so that a later run sees to it."""
    container = {"Id": "one", "Labels": {}}
    stubborn = Api(containers=[container], networks=[], remove_container=APIError("busy"))
    leftovers = Leftovers(tmp_path)
    leftovers.release(stubborn)  # type: ignore[arg-type]  # a double
    (lock,) = tmp_path.iterdir()
    labelled = container | {"Labels": {container_network.LOCK_LABEL: str(lock)}}
    willing = Api(containers=[labelled], networks=[], remove_container=NotFound("gone"))
    later = Leftovers(tmp_path)
    later.sweep(willing)  # type: ignore[arg-type]  # a double
    assert willing.count("remove_container") == 1
    assert not lock.exists()
    assert len(list(tmp_path.iterdir())) == 1


def test_run_that_is_alive(tmp_path: Path) -> None:
    """What belongs to a run that is alive, or to another machine, is not touched."""
    alive = Leftovers(tmp_path)
    labels = [alive.labels, {container_network.LOCK_LABEL: "/somewhere/else/one.lock"}]
    containers = [{"Id": str(number), "Labels": one} for number, one in enumerate(labels)]
    api = Api(containers=containers, networks=[])
    Leftovers(tmp_path).sweep(api)  # type: ignore[arg-type]  # a double
    assert api.count("remove_container") == 0
    assert Path(alive.labels[container_network.LOCK_LABEL]).exists()


def test_abandoned_call(run: Run) -> None:
    """A long call that nobody waits for any more is told so, and is not waited for."""

    async def scenario() -> None:
        told = threading.Event()

        def call(given_up: threading.Event) -> None:
            given_up.wait()
            told.set()

        running = asyncio.create_task(abandonable(call))
        await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert await asyncio.to_thread(told.wait, 10)

    run(scenario())
