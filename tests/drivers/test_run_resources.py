"""The network of a run, and the removal of everything that a run makes on an engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docker.errors import APIError, NotFound
from requests.exceptions import ConnectionError as Gone

from scoreline.drivers import container_network, engine
from scoreline.drivers.container import ContainerDriver
from scoreline.drivers.run_resources import LOCK_LABEL, RUN_LABEL, RunResources
from scoreline.drivers.selection import Drivers
from scoreline.fault import Code, Fault, FaultError
from scoreline.protocol.manifest import Client

Run = Callable[[Any], None]
Double = Callable[..., Any]


@pytest.mark.parametrize(
    "answers",
    [
        {"create_network": APIError("all predefined address pools have been fully subnetted")},
        {"create_network": {"Id": "one"}, "inspect_network": Gone("no engine")},
    ],
)
def test_half_made_network(
    answers: dict[str, Any],
    *,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    double: Double,
) -> None:
    """Without a network the run cannot use the engine; why is reported, and the rest removed."""
    api = double(containers=[], networks=[{"Id": "one", "Labels": {}}], **answers)
    with pytest.raises(FaultError) as caught:
        container_network.create(api, {RUN_LABEL: "1"})
    assert caught.value.fault.code == Code.ENGINE_UNAVAILABLE
    assert caught.value.fault.remedy
    monkeypatch.setattr(engine, "connect", lambda: api)
    monkeypatch.setattr(RunResources, "sweep", lambda *_: None)

    async def scenario() -> None:
        async with Drivers(tmp_path) as drivers:
            chosen = drivers.choose(Client("fake", "Python", tmp_path, {}))
            assert isinstance(chosen, Fault)
            assert chosen.code == Code.ENGINE_UNAVAILABLE
            assert caught.value.fault.message in chosen.message
        assert api.count("remove_network") == 1
        assert not list((tmp_path / "runs").iterdir())

    run(scenario())


def test_subnet_that_another_run_takes(double: Double) -> None:
    """If another network takes the chosen subnet, the engine is asked for another subnet."""
    made: list[Any] = []

    class Old(double):  # type: ignore[misc, valid-type]
        """An engine older than 25 that lets a subnet be taken again only at the third attempt."""

        api_version = "1.41"

        def create_network(self, _: str, **given: Any) -> dict[str, str]:
            """Refuses every other network, up to the fifth."""
            made.append(given.get("ipam"))
            if len(made) in (2, 4):
                raise APIError("Pool overlaps with other one on this address space")
            return {"Id": "one"}

    ranges = {"IPAM": {"Config": [{"Subnet": "127.1.0.0/16", "Gateway": "127.1.0.1"}]}}
    api: Any = Old(inspect_network=ranges)
    assert container_network.create(api, {RUN_LABEL: "1"}).host == "127.1.0.1"
    assert len(made) == 6
    assert made[-1]["Config"][0]["AuxiliaryAddresses"] == {"DefaultGatewayIPv4": "127.1.255.254"}
    assert api.count("remove_network") == 3


def test_what_cannot_be_removed(tmp_path: Path, double: Double) -> None:
    """The lock of a run stays until all that it made is gone, so that a later run removes it."""
    container = {"Id": "one", "Labels": {}}
    stubborn = double(containers=[container], networks=[], remove_container=APIError("busy"))
    resources = RunResources(tmp_path)
    resources.remove(stubborn)
    resources.release()
    (lock,) = tmp_path.iterdir()
    labelled = container | {"Labels": {LOCK_LABEL: str(lock)}}
    willing = double(containers=[labelled], networks=[], remove_container=NotFound("gone"))
    later = RunResources(tmp_path)
    later.sweep(willing)
    assert willing.count("remove_container") == 1
    assert not lock.exists()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({"containers": Gone("no engine")}, True),
        ({"containers": [{"Id": "one"}], "remove_container": APIError("busy")}, True),
        ({"containers": [{"Id": "one"}]}, False),
    ],
    ids=["gone", "busy", "removed"],
)
def test_what_is_left_is_named(
    answers: dict[str, Any],
    *,
    left: bool,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    double: Double,
) -> None:
    """A run that cannot remove all that it made names its label on standard error."""
    api = double(**{"networks": [], **answers})
    network = container_network.Network("none", {}, "127.0.0.1", "127.0.0.1", {})
    monkeypatch.setattr(engine, "connect", lambda: api)
    monkeypatch.setattr(RunResources, "sweep", lambda *_: None)
    monkeypatch.setattr(container_network, "create", lambda *_: network)

    async def scenario() -> None:
        driver = ContainerDriver(tmp_path)
        await driver.open()
        (lock,) = (tmp_path / "runs").iterdir()
        await driver.close()
        assert (f"{RUN_LABEL}={lock.stem}" in capsys.readouterr().err) == left
        assert lock.exists() == left

    run(scenario())


def test_run_that_is_alive(tmp_path: Path, double: Double) -> None:
    """What belongs to a live run, or to another machine, is not touched."""
    alive = RunResources(tmp_path)
    labels = [alive.labels, {LOCK_LABEL: "/somewhere/else/one.lock"}]
    containers = [{"Id": str(number), "Labels": one} for number, one in enumerate(labels)]
    api = double(containers=containers, networks=[])
    RunResources(tmp_path).sweep(api)
    assert api.count("remove_container") == 0
    assert Path(alive.labels[LOCK_LABEL]).exists()
