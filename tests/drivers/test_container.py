"""Clients in containers on a real engine: locked down, built once, and nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import pytest

from scoreline.drivers import oneshot
from scoreline.drivers.build import BuildError
from scoreline.drivers.container import KEPT_IMAGES, MEMORY_BYTES, PROCESSES
from scoreline.drivers.container_network import LABEL, LOCK_LABEL, connect
from scoreline.drivers.session import Session
from scoreline.protocol.answer import Output
from scoreline.protocol.manifest import Client, load_clients
from scoreline.results.verdict import Outcome
from scoreline.runner.driver import Drivers
from scoreline.runner.options import DriverChoice

pytestmark = pytest.mark.docker

HARNESS = Path(__file__).parents[2] / "harness"
BOUND_SECONDS = 120
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
CASE = "scoring/documented"


@pytest.fixture
def api() -> Iterator[docker.APIClient]:
    """A connection to the engine."""
    connection = connect()
    yield connection
    connection.close()


@pytest.fixture
def client(tmp_path: Path, api: docker.APIClient) -> Iterator[Callable[..., Client]]:
    """Makes a client with a name and an image of its own, which is removed in the end."""
    word = uuid.uuid4().hex[:8]
    names: list[str] = []

    def make(more: str = "", name: str = "probe") -> Client:
        folder = tmp_path / f"{name} é"
        folder.mkdir(exist_ok=True)
        shutil.copy(Path(__file__).with_name("probe.py"), folder)
        (folder / "Dockerfile").write_text(DOCKERFILE.format(more=more), "utf-8")
        names.append(f"{name}-{word}")
        (folder / "client.toml").write_text(MANIFEST.format(name=names[-1]), "utf-8")
        return load_clients([folder])[0]

    yield make
    for name in names:
        for image in api.images(filters={"label": f"{LABEL}={name}"}):
            with contextlib.suppress(docker.errors.APIError):
                api.remove_image(image["Id"], force=True)


@dataclass(frozen=True)
class Things:
    """What carries the locks of one cache folder: containers and networks by identifier."""

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
def things(api: docker.APIClient, tmp_path: Path) -> Things:
    """What runs with this test's cache folder have made and not removed."""
    return Things(api, tmp_path / "cache")


def run(scenario: Any) -> None:
    """Runs a scenario, which must be over before the deadline."""
    asyncio.run(asyncio.wait_for(scenario, BOUND_SECONDS))


@contextlib.contextmanager
def command(
    clients: Client | tuple[Client, ...], things: Things, *more: str
) -> Iterator[subprocess.Popen[str]]:
    """`scoreline run` as a user starts it, in a cache folder of the test's own."""
    chosen = clients if isinstance(clients, tuple) else (clients,)
    words = [sys.executable, "-m", "scoreline.cli", "run", *(str(one.folder) for one in chosen)]
    words += ["--driver", "container", "--case", CASE, *more]
    environment = os.environ | {"PYTHONPATH": str(HARNESS), "XDG_CACHE_HOME": str(things.cache)}
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def eventually(condition: Callable[[], Any]) -> Any:
    """The first true answer to a question that is asked again and again."""
    end = time.monotonic() + BOUND_SECONDS
    while not (answer := condition()):
        assert time.monotonic() < end, "that never came"
        time.sleep(0.05)
    return answer


def other_addresses(api: docker.APIClient) -> list[str]:
    """Addresses of this host on networks that are not the run's own."""
    (default,) = api.networks(names=["bridge"])
    found = [default["IPAM"]["Config"][0].get("Gateway") or "172.17.0.1"]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; chooses the address to send from
        found.append(probe.getsockname()[0])
    return found


def test_locked_down(client: Callable[..., Client], api: docker.APIClient, tmp_path: Path) -> None:
    """A container has no capabilities, writes nothing, is limited, and reaches the run alone."""

    async def scenario() -> None:
        made = client()
        async with Drivers(tmp_path, DriverChoice.CONTAINER) as drivers:
            driver = drivers.choose(made)
            assert not hasattr(driver, "reason"), driver
            await driver.build(made, lambda _: None)
            session = Session(await driver.start_session(made))
            await session.initialize(60)
            assert drivers.network is not None
            own = {"label": f"{LOCK_LABEL}={drivers.network.labels[LOCK_LABEL]}"}
            (container,) = api.containers(filters=own)
            found = api.inspect_container(container["Id"])
            host = found["HostConfig"]
            assert host["CapDrop"] == ["ALL"]
            assert not host["CapAdd"]
            assert not host["Privileged"]
            assert host["ReadonlyRootfs"]
            assert host["Memory"] == MEMORY_BYTES
            assert host["PidsLimit"] == PROCESSES
            assert "no-new-privileges" in host["SecurityOpt"]
            assert not host["Binds"]
            assert not host["PortBindings"]
            assert found["Config"]["User"] == "65532:65532"
            assert list(found["NetworkSettings"]["Networks"]) == [drivers.network.name]
            (network,) = api.networks(filters=own)
            assert network["Name"] == drivers.network.name
            assert network["Internal"]
            await probed(session, drivers.addresses[-1], other_addresses(api))
            assert await session.stop() is None
            assert not api.containers(all=True, filters=own)
        assert not api.networks(filters=own)

    run(scenario())


async def probed(session: Session, own: str, others: list[str]) -> None:
    """Asks a client what it can do."""
    with socket.create_server(("0.0.0.0", 0)) as listener:  # noqa: S104 - must not be reached
        port = listener.getsockname()[1]
        addresses = [(host, port) for host in (own, *others)] + [("1.1.1.1", 443)]
        paths = ["/anywhere", "/home/there", "/tmp/here"]  # noqa: S108 - of the container
        params = {"addresses": addresses, "paths": paths}
        answer = (await session.call("probe", params)).response.result
    assert isinstance(answer, dict)
    reached = answer["reached"]
    assert isinstance(reached, list)
    assert reached[0] == "connected", "the run's own gateway is the way to the endpoint"
    assert len(reached) >= 3
    assert "connected" not in reached[1:]
    assert answer["written"] == ["Read-only file system"] * 2 + ["written"]
    assert answer["user"] == 65532
    assert answer["capabilities"] == ["0000000000000000"]


def test_starts_at_once(api: docker.APIClient, tmp_path: Path) -> None:
    """Runs that start at the same time have a network each, and remove it."""

    async def start() -> str:
        async with Drivers(tmp_path, DriverChoice.CONTAINER) as drivers:
            assert drivers.network is not None
            assert api.inspect_network(drivers.network.name)["Internal"]
            return drivers.network.name

    async def scenario() -> None:
        names = await asyncio.gather(*(start() for _ in range(5)))
        assert len(set(names)) == 5
        assert not {one["Name"] for one in api.networks()} & set(names)

    run(scenario())


def test_streams(client: Callable[..., Client], tmp_path: Path) -> None:
    """Long messages come through both ways, and a session outlives the SDK's own objects."""

    async def scenario() -> None:
        made = client()
        async with Drivers(tmp_path, DriverChoice.CONTAINER) as drivers:
            driver = drivers.choose(made)
            assert not hasattr(driver, "reason"), driver
            await driver.build(made, lambda _: None)
            session = Session(await driver.start_session(made))
            await session.initialize(60)
            gc.collect()
            text = "é" * 3_000_000
            for number in range(3):
                heard = await session.call("echo", {"text": text, "stderr": f"line {number}\n"})
                assert heard.response.result == {"text": text}
            assert await session.stop() is None
            assert session.program.stderr.lines() == ("line 0", "line 1", "line 2")

    run(scenario())


def test_one_shots(client: Callable[..., Client], things: Things) -> None:
    """Each call has its own environment, streams and end, and what one does costs no other."""

    async def call(driver: Any, made: Client, wish: str, **environment: str) -> Output:
        program = await driver.start_one_shot(made, environment)
        try:
            return await oneshot.run(program, json.dumps(wish).encode())
        finally:
            await program.kill()

    async def scenario() -> None:
        made = client()
        async with Drivers(things.cache / "scoreline", DriverChoice.CONTAINER) as drivers:
            driver = drivers.choose(made)
            assert not hasattr(driver, "reason"), driver
            await driver.build(made, lambda _: None)
            first = await call(driver, made, "tell", AZUREML_SCORING_URI="here")
            assert (first.exit_status, first.stderr) == (3, b"done\n")
            told = json.loads(first.stdout)
            assert told["environment"]["AZUREML_SCORING_URI"] == "here"
            second = json.loads((await call(driver, made, "tell", OTHER="there")).stdout)
            assert second["environment"]["OTHER"] == "there"
            assert "AZUREML_SCORING_URI" not in second["environment"]
            assert second["host"] == told["host"], "one container after the other costs too much"
            assert (await call(driver, made, "die")).exit_status == -signal.SIGKILL
            hanging = await driver.start_one_shot(made, {})
            await hanging.write(b'"hang"')
            hanging.end_input()
            while not hanging.stderr.lines():  # noqa: ASYNC110 - it is another process that says it
                await asyncio.sleep(0.01)
            await hanging.kill()
            last = json.loads((await call(driver, made, "tell")).stdout)
            assert last["host"] != told["host"], "what hangs goes with its container"
        assert not things.containers() | things.networks()

    run(scenario())


def test_built_by_content(
    client: Callable[..., Client], api: docker.APIClient, tmp_path: Path
) -> None:
    """An image is built when the content has changed, and only the newest images are kept."""

    async def scenario() -> None:
        async with Drivers(tmp_path, DriverChoice.CONTAINER) as drivers:
            made = client()
            driver = drivers.choose(made)
            assert not hasattr(driver, "reason"), driver
            steps: list[str] = []
            assert await driver.build(made, steps.append)
            assert "Step 1/5 : FROM python:3.13-slim-bookworm" in steps
            assert not await driver.build(made, steps.append)
            for number in range(KEPT_IMAGES + 1):
                changed = client(f"LABEL number={number}")
                assert await driver.build(changed, steps.append)
                assert not await driver.build(changed, steps.append)
            repository = f"scoreline/{changed.name}"
            tags = [tag for image in api.images(repository) for tag in image["RepoTags"]]
            assert len(tags) == KEPT_IMAGES

    run(scenario())


def test_broken_dockerfile(client: Callable[..., Client], tmp_path: Path) -> None:
    """A build that fails says which step failed, with the end of its output."""
    script = "RUN seq 1 200 && echo no compiler here && exit 3"

    async def scenario() -> None:
        made = client(script)
        async with Drivers(tmp_path, DriverChoice.CONTAINER) as drivers:
            driver = drivers.choose(made)
            assert not hasattr(driver, "reason"), driver
            with pytest.raises(BuildError, match="returned a non-zero code: 3") as caught:
                await driver.build(made, lambda _: None)
            assert "no compiler here" in caught.value.output[-3:]
            assert len(caught.value.output) < 100

    run(scenario())


def test_broken_dockerfile_beside_another(client: Callable[..., Client], things: Things) -> None:
    """A build that fails costs only its own client, and nothing is left of the run."""
    good, broken = client(), client("RUN exit 3", name="broken")
    with command((good, broken), things) as process:
        said, _ = process.communicate(timeout=BOUND_SECONDS)
    assert process.returncode == 1
    assert "it does not build" in said
    assert f"NO VERDICT {broken.name}" in said
    assert f"FAIL {good.name}" in said, "it answers score with nothing, which was judged"
    assert Outcome.NO_VERDICT.value in said or "without a verdict" in said
    assert not things.containers() | things.networks()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(client: Callable[..., Client], things: Things, number: int) -> None:
    """A run that is interrupted ends soon and leaves nothing behind."""
    made = client("RUN touch /hang")
    with command(made, things, "--deadline", "300") as process:
        eventually(things.containers)
        process.send_signal(number)
        process.communicate(timeout=30)
        assert process.returncode == 130
    assert not things.containers() | things.networks()
    assert not list((things.cache / "scoreline" / "runs").iterdir())


def test_interrupted_build(
    client: Callable[..., Client], things: Things, api: docker.APIClient
) -> None:
    """A run that is interrupted while it builds does not wait for the build, nor leave it."""
    word = uuid.uuid4().hex
    made = client(f"RUN : {word} && sleep 301")

    def building() -> list[str]:
        return [one["Id"] for one in api.containers() if word in str(one["Command"])]

    with command(made, things) as process:
        eventually(building)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 130
    assert not things.containers() | things.networks()
    eventually(lambda: not building())


def test_killed(client: Callable[..., Client], things: Things) -> None:
    """The next start removes what a killed run left, and nothing of a run that is alive."""
    hanging, quick = client("RUN touch /hang"), client(name="quick")
    with command(hanging, things, "--deadline", "300") as killed:
        left = eventually(things.containers)
        killed.kill()
        killed.communicate()
    nets = things.networks()
    assert things.containers() == left
    assert len(nets) == 1
    with command(hanging, things, "--deadline", "300") as alive:
        living = eventually(lambda: things.containers() - left)
        assert not left & things.containers()
        assert not nets & things.networks()
        nets = things.networks()
        with command(quick, things) as beside:
            beside.communicate(timeout=BOUND_SECONDS)
        assert things.containers() == living
        assert things.networks() == nets
        alive.send_signal(signal.SIGINT)
        alive.communicate(timeout=30)
    assert not things.containers() | things.networks()
