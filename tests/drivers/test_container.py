"""Clients in containers on a real engine: locked down, built once, and removed in the end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import signal
import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import docker
import pytest

from scoreline.drivers import oneshot
from scoreline.drivers.container import FILES_FOLDER, MEMORY_BYTES, PROCESSES, ContainerDriver
from scoreline.drivers.container_table import ContainerTable, container_table
from scoreline.drivers.driver import Launch
from scoreline.drivers.program import Program, ProgramError
from scoreline.drivers.run_resources import LOCK_LABEL
from scoreline.drivers.selection import Drivers
from scoreline.drivers.session import Session
from scoreline.fault import Code
from scoreline.protocol.answer import Output
from scoreline.protocol.manifest import Client, Mode

pytestmark = pytest.mark.docker

Run = Callable[[Any], None]
Opened = Callable[[Path], AbstractAsyncContextManager[ContainerDriver]]
SESSION = Launch(Mode.SESSION)


def network_of(driver: ContainerDriver) -> str:
    """The name of a driver's network."""
    return driver._open.network.name


def other_addresses(api: docker.APIClient) -> list[str]:
    """Addresses of this host on networks other than the run's."""
    (default,) = api.networks(names=["bridge"])
    found = [default["IPAM"]["Config"][0].get("Gateway") or "172.17.0.1"]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; chooses the address to send from
        found.append(probe.getsockname()[0])
    return found


def test_table(image_client: Callable[..., Client], tmp_path: Path) -> None:
    """The table of a client is read as it is written; the Dockerfile has a default name."""
    made = image_client()
    expected = {Mode.SESSION: (), Mode.ONE_SHOT: ("once",)}
    assert container_table(made) == ContainerTable(expected, "Dockerfile")
    short = Client("short", "Python", tmp_path, {"container": {"dockerfile": "x", "one-shot": []}})
    assert container_table(short) == ContainerTable({Mode.ONE_SHOT: ()}, "x")
    driver = ContainerDriver(tmp_path)
    assert driver.modes(made) == set(Mode)
    assert driver.modes(short) == {Mode.ONE_SHOT}
    assert driver.unavailable(made) is None
    undescribed = driver.unavailable(Client("other", "Python", tmp_path, {"process": {}}))
    assert undescribed is not None
    assert undescribed.code == Code.NOT_DESCRIBED
    assert undescribed.remedy


def test_locked_down(
    image_client: Callable[..., Client], api: docker.APIClient, tmp_path: Path, run: Run
) -> None:
    """A container has no capabilities, writes nothing, is limited, and reaches the run alone."""

    async def scenario() -> None:
        made = image_client()
        async with Drivers(tmp_path, "container") as drivers:
            driver = drivers.choose(made)
            assert isinstance(driver, ContainerDriver)
            await driver.build(made, lambda _: None)
            session = Session(await driver.start(made, SESSION))
            await session.initialize(60)
            own = {"label": f"{LOCK_LABEL}={driver._open.network.labels[LOCK_LABEL]}"}
            (container,) = api.containers(filters=own)
            check_limits(api.inspect_container(container["Id"]), network_of(driver))
            (network,) = api.networks(filters=own)
            assert network["Name"] == network_of(driver)
            assert network["Internal"]
            answer = await probed(session, drivers.listen[-1], other_addresses(api))
            assert answer["written"] == ["Read-only file system"] * 2 + ["written"]
            assert await session.stop() is None
            assert not api.containers(all=True, filters=own)
        assert not api.networks(filters=own)

    run(scenario())


def test_neighbours(image_client: Callable[..., Client], tmp_path: Path, run: Run) -> None:
    """A container cannot reach what listens in another one, but the endpoint."""

    async def scenario() -> None:
        made = image_client()
        async with Drivers(tmp_path, "container") as drivers:
            driver = drivers.choose(made)
            assert isinstance(driver, ContainerDriver)
            await driver.build(made, lambda _: None)
            one, other = [Session(await driver.start(made, SESSION)) for _ in range(2)]
            listening = (await one.call("listen", {})).response.result
            assert isinstance(listening, dict)
            with socket.create_server((driver.listen, 0)) as endpoint:
                addresses = [(driver.host, endpoint.getsockname()[1]), listening["address"]]
                found = [
                    (await session.call("reach", {"addresses": addresses})).response.result
                    for session in (one, other)
                ]
            reached = [answer["reached"] for answer in found if isinstance(answer, dict)]
            assert reached[0] == ["connected", "connected"]
            assert reached[1][0] == "connected"
            assert reached[1][1] != "connected"
            assert await one.stop() is None
            assert await other.stop() is None

    run(scenario())


def check_limits(found: dict[str, Any], network: str) -> None:
    """Checks what the engine lets a container do."""
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
    assert list(found["NetworkSettings"]["Networks"]) == [network]


async def probed(session: Session, own: str, others: list[str], *more: str) -> dict[str, Any]:
    """Asks a client what it can do, and checks what holds for every container."""
    with socket.create_server(("0.0.0.0", 0)) as listener:  # noqa: S104 - must not be reached
        port = listener.getsockname()[1]
        addresses = [(host, port) for host in (own, *others)] + [("1.1.1.1", 443)]
        paths = ["/anywhere", "/home/there", "/tmp/here", *more]  # noqa: S108 - of the container
        params = {"addresses": addresses, "paths": paths}
        answer = (await session.call("probe", params)).response.result
    assert isinstance(answer, dict)
    reached = answer["reached"]
    assert isinstance(reached, list)
    assert reached[0] == "connected", "the gateway of the run's network is the way to the endpoint"
    assert len(reached) >= 3
    assert "connected" not in reached[1:]
    assert answer["user"] == 65532
    assert answer["capabilities"] == ["0000000000000000"]
    return answer


def test_files(
    image_client: Callable[..., Client],
    api: docker.APIClient,
    tmp_path: Path,
    run: Run,
    container_driver: Opened,
) -> None:
    """A container can read its files, finds them by `{files}`, and stays locked down."""
    launch = Launch(
        Mode.SESSION,
        arguments=("{files}/ca.pem", "{files}/other"),
        environment={"SSL_CERT_FILE": "{files}/ca.pem", "BOTH": "{files}:{files}"},
        files={"ca.pem": b"certificate", "other": b""},
    )

    async def scenario() -> None:
        made = image_client()
        async with container_driver(tmp_path) as driver:
            await driver.build(made, lambda _: None)
            session = Session(await driver.start(made, launch))
            await session.initialize(60)
            own = {"label": f"{LOCK_LABEL}={driver._open.network.labels[LOCK_LABEL]}"}
            (container,) = api.containers(filters=own)
            check_limits(api.inspect_container(container["Id"]), network_of(driver))
            answer = await probed(session, driver.listen, other_addresses(api), f"{FILES_FOLDER}/x")
            assert answer["read"] == ["certificate", ""]
            assert answer["environment"]["SSL_CERT_FILE"] == f"{FILES_FOLDER}/ca.pem"
            assert answer["environment"]["BOTH"] == f"{FILES_FOLDER}:{FILES_FOLDER}"
            refused = ["Read-only file system"] * 2
            assert answer["written"] == [*refused, "written", "Permission denied"]
            (volume,) = mounted(api, own)
            assert volume in volumes(api)
            assert await session.stop() is None
            assert volume not in volumes(api)
            one_shot = replace(launch, mode=Mode.ONE_SHOT)
            first, second = [await called(driver, made, "tell", one_shot) for _ in range(2)]
            report = json.loads(first.stdout)
            assert report["arguments"] == [f"{FILES_FOLDER}/ca.pem", f"{FILES_FOLDER}/other"]
            assert report["read"] == ["certificate", ""]
            assert report["written"] == "Read-only file system"
            assert report["user"] == 65532
            assert report["host"] != json.loads(second.stdout)["host"], "files need a new container"
            await driver.start(made, launch)
            left = mounted(api, own)
            assert len(left) == 1
        assert not left & volumes(api)

    run(scenario())


def mounted(api: docker.APIClient, own: dict[str, str]) -> set[str]:
    """The names of the volumes that containers with a label use."""
    found = [api.inspect_container(one["Id"]) for one in api.containers(filters=own)]
    return {mount["Name"] for one in found for mount in one["Mounts"]}


def volumes(api: docker.APIClient) -> set[str]:
    """The names of the engine's volumes."""
    return {one["Name"] for one in api.volumes()["Volumes"] or ()}


def test_starts_at_once(
    api: docker.APIClient, tmp_path: Path, run: Run, container_driver: Opened
) -> None:
    """Each of several runs that start at the same time has a network, and removes it."""

    async def start() -> str:
        async with container_driver(tmp_path) as driver:
            name = network_of(driver)
            assert api.inspect_network(name)["Internal"]
            return name

    async def scenario() -> None:
        names = await asyncio.gather(*(start() for _ in range(5)))
        assert len(set(names)) == 5
        assert not {one["Name"] for one in api.networks()} & set(names)

    run(scenario())


def test_streams(
    image_client: Callable[..., Client], tmp_path: Path, run: Run, container_driver: Opened
) -> None:
    """Long messages arrive in both directions, and a session outlives the SDK's objects."""

    async def scenario() -> None:
        made = image_client()
        async with container_driver(tmp_path) as driver:
            await driver.build(made, lambda _: None)
            session = Session(await driver.start(made, SESSION))
            await session.initialize(60)
            gc.collect()
            text = "é" * 100_000  # escaped, more than half of the longest line
            for number in range(3):
                received = await session.call("echo", {"text": text, "stderr": f"line {number}\n"})
                assert received.response.result == {"text": text}
            assert await session.stop() is None
            assert session.program.stderr.lines() == ("line 0", "line 1", "line 2")

    run(scenario())


async def called(
    driver: ContainerDriver,
    made: Client,
    wish: str,
    launch: Launch,
    beside: Program | None = None,
) -> Output:
    """The output of one call."""
    program = await driver.start(made, launch, beside)
    try:
        return await oneshot.run(program, json.dumps(wish).encode())
    finally:
        await program.kill()


def test_one_shots(
    image_client: Callable[..., Client], resources: Any, run: Run, container_driver: Opened
) -> None:
    """Each call has its own environment, streams and end, and leaves the others alone."""

    async def call(
        driver: Any, made: Client, beside: Program, wish: str, **environment: str
    ) -> Output:
        launch = Launch(Mode.ONE_SHOT, arguments=("more",), environment=environment)
        return await called(driver, made, wish, launch, beside)

    async def scenario() -> None:
        made = image_client()
        async with container_driver(resources.cache / "scoreline") as driver:
            await driver.build(made, lambda _: None)
            idle = await driver.start(made, Launch(Mode.SESSION))
            first = await call(driver, made, idle, "tell", AZUREML_SCORING_URI="here")
            assert (first.exit_status, first.stderr) == (3, b"done\n")
            report = json.loads(first.stdout)
            assert report["environment"]["AZUREML_SCORING_URI"] == "here"
            assert report["arguments"] == ["more"]
            second = json.loads((await call(driver, made, idle, "tell", OTHER="there")).stdout)
            assert second["environment"]["OTHER"] == "there"
            assert "AZUREML_SCORING_URI" not in second["environment"]
            assert second["host"] == report["host"], "a new container per call takes too long"
            assert (await call(driver, made, idle, "die")).exit_status == -signal.SIGKILL
            hanging = await driver.start(made, Launch(Mode.ONE_SHOT), idle)
            await hanging.write(b'"hang"')
            hanging.end_input()
            while not hanging.stderr.lines():  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.01)
            await hanging.kill()
            last = json.loads((await call(driver, made, idle, "tell")).stdout)
            assert last["host"] != report["host"], "a call that hangs is removed with its container"
            assert await idle.read() == b"", "and so is the program beside which it ran"
            await idle.kill()
        assert not resources.containers() | resources.networks()

    run(scenario())


def test_no_such_program(
    image_client: Callable[..., Client], resources: Any, run: Run, container_driver: Opened
) -> None:
    """A client whose image has no such program cannot be started, and is to blame for it."""

    async def scenario() -> None:
        made = image_client('ENTRYPOINT ["/no/such/program"]', name="empty")
        dockerfile = made.folder / "Dockerfile"
        lines = dockerfile.read_text("utf-8").splitlines()
        dockerfile.write_text("\n".join(lines[:-1]), "utf-8")
        async with container_driver(resources.cache / "scoreline") as driver:
            await driver.build(made, lambda _: None)
            for mode in Mode:
                with pytest.raises(ProgramError) as caught:
                    await driver.start(made, Launch(mode))
                assert caught.value.fault.code == Code.START_FAILED
        assert not resources.containers() | resources.networks()

    run(scenario())
