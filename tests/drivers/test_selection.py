"""Which driver runs a client: the order of preference, and why others cannot be used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

from scoreline.drivers import engine, oneshot, registry
from scoreline.drivers.driver import Driver, Launch
from scoreline.drivers.process_program import ProcessProgram
from scoreline.drivers.program import Program
from scoreline.drivers.selection import LOOPBACK, Drivers
from scoreline.fault import Code, Fault, FaultError
from scoreline.formats.problem import BadInputError
from scoreline.protocol.manifest import Client, Mode, load_clients

Run = Callable[[Any], None]
UNUSABLE = Fault("driver.no-elsewhere", "nowhere to run", {"a": 1}, "go there")


class Elsewhere:
    """A driver outside the package: it runs the commands of the table `elsewhere` in a folder."""

    TABLE_NAME = "elsewhere"
    TABLE: ClassVar[dict[str, Any]] = {
        "type": "object",
        "required": ["folder"],
        "additionalProperties": False,
        "properties": {"folder": {"type": "string"}, "session": {"type": "array"}},
    }
    host = "elsewhere.example"

    def __init__(
        self,
        cache: Path,
        name: str = "elsewhere",
        listen: str = "127.0.0.2",
        error: BaseException | None = None,
        log: list[str] | None = None,
    ) -> None:
        """A driver that is not open yet. Its `open` raises `error`; calls are added to `log`."""
        self.name = name
        self.listen = listen
        self.cache = cache
        self._error = error
        self._log = log if log is not None else []

    async def open(self) -> None:
        """Fails, or does nothing."""
        self._log.append(f"open {self.name}")
        if self._error is not None:
            raise self._error

    async def close(self) -> None:
        """Does nothing."""
        self._log.append(f"close {self.name}")

    def unavailable(self, client: Client) -> Fault | None:
        """Why it cannot run a client."""
        described = self.TABLE_NAME in client.tables
        return None if described else Fault(Code.NOT_DESCRIBED, f"not {self.name}", {}, "write it")

    def modes(self, client: Client) -> frozenset[Mode]:
        """Sessions alone."""
        return frozenset({Mode.SESSION} if self.TABLE_NAME in client.tables else ())

    async def build(self, client: Client, progress: Callable[[str], None]) -> bool:
        """Has nothing to build."""
        progress(f"looking at {client.name}")
        return False

    async def start(
        self,
        client: Client,
        launch: Launch,
        beside: Program | None = None,  # noqa: ARG002 - of every driver
    ) -> ProcessProgram:
        """Runs the command of the table."""
        table = client.tables[self.TABLE_NAME]
        command = (*table[launch.mode.value], *launch.arguments)
        return await ProcessProgram.start(command, Path(table["folder"]), os.environ)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replaces the registry by drivers that are made with these arguments, by name."""

    def register_drivers(**drivers: dict[str, Any]) -> None:
        loads: dict[str, Any] = {}
        for name, arguments in drivers.items():
            factory: Any = partial(Elsewhere, name=name, **arguments)
            loads[name] = lambda factory=factory: factory
        monkeypatch.setattr(registry, "DRIVERS", loads)

    return register_drivers


def client(**tables: Any) -> Client:
    """A client with tables."""
    return Client("fake", "Python", Path(), tables)


def test_driver_of_ones_own(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class and one line in the registry are a driver: with a table, chosen, and run."""
    monkeypatch.setitem(registry.DRIVERS, "elsewhere", lambda: Elsewhere)
    manifest = tmp_path / "client.toml"
    head = 'name = "mine"\nlanguage = "Python"\n[elsewhere]\n'
    command = [sys.executable, "-S", "-c", "print('hello')"]
    manifest.write_text(f'{head}folder = "{tmp_path}"\nsession = {command}\n', "utf-8")
    (made,) = load_clients([manifest], registry.tables())
    assert made.tables == {"elsewhere": {"folder": str(tmp_path), "session": command}}

    async def scenario() -> None:
        async with Drivers(tmp_path, "elsewhere") as drivers:
            driver = drivers.choose(made)
            assert isinstance(driver, Elsewhere)
            assert driver.modes(made) == {Mode.SESSION}
            assert driver.cache == tmp_path
            assert drivers.listen == (LOOPBACK, "127.0.0.2")
            assert not await driver.build(made, lambda _: None)
            program = await driver.start(made, Launch(Mode.SESSION))
            assert (await oneshot.run(program, b"")).stdout == b"hello\n"
            await program.kill()

    run(scenario())
    manifest.write_text(f'{head}foldr = "{tmp_path}"\n', "utf-8")
    with pytest.raises(BadInputError) as caught:
        load_clients([manifest], registry.tables())
    found = {(problem.code, problem.where) for problem in caught.value.problems}
    assert found == {
        (Code.UNKNOWN_KEY, "elsewhere.foldr"),
        (Code.MISSING_KEY, "elsewhere"),
    }


def test_order_of_preference(run: Run, tmp_path: Path, register: Callable[..., None]) -> None:
    """The first driver in the registry that can be opened and can run a client runs it."""
    register(
        broken={"error": FaultError(UNUSABLE)},
        one={},
        two={},
        last={"error": FaultError(UNUSABLE)},
    )

    async def scenario() -> None:
        async with Drivers(tmp_path) as drivers:
            chosen = drivers.choose(client(elsewhere={}))
            assert isinstance(chosen, Elsewhere)
            assert chosen.name == "one"
            assert drivers.unusable == (("broken", UNUSABLE),)
        async with Drivers(tmp_path, "two") as drivers:
            chosen = drivers.choose(client(elsewhere={}))
            assert isinstance(chosen, Elsewhere)
            assert chosen.name == "two"
            assert drivers.unusable == ()
        async with Drivers(tmp_path, "broken") as drivers:
            assert drivers.choose(client(elsewhere={})) == UNUSABLE
            assert drivers.unusable == ()

    run(scenario())


def test_no_driver(run: Run, tmp_path: Path, register: Callable[..., None]) -> None:
    """If no driver can run a client, all reasons and remedies are given, with the first code."""
    register(broken={"error": FaultError(UNUSABLE)}, one={}, two={})

    async def scenario() -> None:
        async with Drivers(tmp_path) as drivers:
            fault = drivers.choose(client())
            assert isinstance(fault, Fault)
            assert (fault.code, fault.details) == (UNUSABLE.code, UNUSABLE.details)
            assert fault.message == "nowhere to run, and not one, and not two"
            assert fault.remedy == "go there; or write it"

    run(scenario())


def test_unknown_driver(tmp_path: Path) -> None:
    """A driver that is not registered cannot be chosen."""
    with pytest.raises(KeyError):
        Drivers(tmp_path, "magic")


def test_addresses(run: Run, tmp_path: Path, register: Callable[..., None]) -> None:
    """The endpoint listens on loopback, and once on each address of the drivers that are open."""
    register(
        broken={"error": FaultError(UNUSABLE), "listen": "127.0.0.9"},
        one={"listen": "127.0.0.3"},
        two={"listen": LOOPBACK},
        three={"listen": "127.0.0.3"},
    )

    async def scenario() -> None:
        async with Drivers(tmp_path) as drivers:
            assert drivers.listen == (LOOPBACK, "127.0.0.3")
        async with Drivers(tmp_path, "two") as drivers:
            assert drivers.listen == (LOOPBACK,)

    run(scenario())


def test_closed_in_the_end(run: Run, tmp_path: Path, register: Callable[..., None]) -> None:
    """Every driver is closed whose opening has begun, whether it failed or was not finished."""
    log: list[str] = []

    async def scenario() -> None:
        register(broken={"error": FaultError(UNUSABLE), "log": log}, one={"log": log})
        async with Drivers(tmp_path):
            assert log == ["open broken", "open one"]
        assert log[2:] == ["close one", "close broken"]
        log.clear()
        failed = RuntimeError("a defect")
        register(one={"log": log}, defective={"error": failed, "log": log}, two={"log": log})
        with pytest.raises(RuntimeError) as caught:
            await Drivers(tmp_path).__aenter__()
        assert caught.value is failed
        assert log == ["open one", "open defective", "close defective", "close one"]

    run(scenario())


def test_processes_need_no_engine(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If processes are chosen, no container engine is looked for."""
    asked: list[str] = []
    monkeypatch.setattr(engine, "connect", lambda: asked.append("connect"))

    async def scenario() -> None:
        async with Drivers(tmp_path, "process") as drivers:
            made = client(process={"requires": [], "remedy": "", "session": ["true"]})
            chosen = drivers.choose(made)
            assert not isinstance(chosen, Fault)
            assert chosen.name == "process"
            assert chosen.host == LOOPBACK
            assert drivers.listen == (LOOPBACK,)
        assert asked == []

    run(scenario())


def test_without_an_engine(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a container engine clients run as processes, and why is reported with a remedy."""
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:9")  # discard, which refuses connections

    async def scenario() -> None:
        async with Drivers(tmp_path) as drivers:
            ((name, fault),) = drivers.unusable
            assert (name, fault.code) == ("container", Code.ENGINE_UNAVAILABLE)
            assert fault.remedy
            tables = {"process": {"requires": [], "remedy": "", "session": ["true"]}}
            chosen = drivers.choose(client(container={"session": []}, **tables))
            assert not isinstance(chosen, Fault)
            assert chosen.name == "process"
        async with Drivers(tmp_path, "container") as drivers:
            assert drivers.choose(client(container={"session": []})) == fault

    run(scenario())


def test_registered_drivers(tmp_path: Path) -> None:
    """Each registered driver has the name of its line, and a table."""
    for name, load in registry.DRIVERS.items():
        factory = load()
        driver: Driver = factory(tmp_path)
        assert driver.name == name
        assert registry.tables()[factory.TABLE_NAME] == factory.TABLE
