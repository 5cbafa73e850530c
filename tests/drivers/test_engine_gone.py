"""A container engine that goes away, refuses, or does half of what it is asked for."""

from __future__ import annotations

import asyncio
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docker.errors import APIError
from requests import Response
from requests.exceptions import ConnectionError as Gone
from urllib3.exceptions import ProtocolError

from scoreline.drivers import container_network, container_program, engine, oneshot, session
from scoreline.drivers.build import BuildError
from scoreline.drivers.container import ContainerDriver
from scoreline.drivers.container_execution import ContainerExecution
from scoreline.drivers.container_network import Network
from scoreline.drivers.container_program import ContainerProgram
from scoreline.drivers.driver import Launch
from scoreline.drivers.engine import Engine
from scoreline.drivers.program import ProgramError
from scoreline.drivers.run_resources import RunResources
from scoreline.drivers.session import Session, SessionBrokenError
from scoreline.fault import Code, Fault, Origin
from scoreline.protocol.manifest import Client, Mode

Run = Callable[[Any], None]
Double = Callable[..., Any]
NETWORK = Network("none", {}, "127.0.0.1", "127.0.0.1", {})
SESSION = Launch(Mode.SESSION)


def refusal(status: int) -> APIError:
    """An answer of the engine with an HTTP status."""
    response = Response()
    response.status_code = status
    return APIError("refused", response, "no such executable")


@pytest.fixture
def client(tmp_path: Path) -> Client:
    """A client that runs a session in a container."""
    (tmp_path / "Dockerfile").touch()
    return Client("fake", "Python", tmp_path, {"container": {"session": ["session"]}})


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Any]:
    """Opens a driver on a double of an engine."""

    async def open_driver(api: Any) -> ContainerDriver:
        monkeypatch.setattr(engine, "connect", lambda: api)
        monkeypatch.setattr(RunResources, "sweep", lambda *_: None)
        monkeypatch.setattr(container_network, "create", lambda *_: NETWORK)
        driver = ContainerDriver(tmp_path / "cache")
        await driver.open()
        return driver

    return open_driver


@pytest.fixture
def short_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that does not answer is not waited for."""
    monkeypatch.setattr(container_program, "ANSWER_SECONDS", 0.1)


class Pipe(asyncio.Transport):
    """A connection on which nothing arrives, and which swallows what is written."""

    def __init__(self) -> None:
        """The connection is open."""
        super().__init__()
        self._closing = False

    def write(self, data: bytes) -> None:  # type: ignore[override]  # bytes alone
        """Swallows data."""

    def write_eof(self) -> None:
        """Does nothing."""

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self._closing

    def abort(self) -> None:
        """Closes it."""
        self._closing = True


class Silence:
    """An answer that is never given, until the test is over."""

    def __init__(self) -> None:
        """Nothing waits for it yet."""
        self.over = threading.Event()

    def __call__(self) -> dict[str, Any]:
        """Blocks."""
        self.over.wait()
        return {}


@pytest.fixture
def silence() -> Iterator[Silence]:
    """An answer that is never given."""
    made = Silence()
    yield made
    made.over.set()


def broken_stream() -> Any:
    """A build that stops in the middle."""
    yield {"stream": "Step 1/2 : FROM scratch\n"}
    raise ProtocolError("the connection broke")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"images": Gone("no engine")}, Code.ENGINE_FAILED),
        ({"images": [], "build": Gone("no engine")}, Code.ENGINE_FAILED),
        ({"images": [], "build": broken_stream}, Code.ENGINE_FAILED),
        ({"images": [], "build": refusal(500)}, Code.ENGINE_FAILED),
        ({"images": [], "build": refusal(400)}, Code.BUILD_FAILED),
        ({"images": [], "build": [{"error": "returned 1"}]}, Code.BUILD_FAILED),
    ],
)
def test_gone_while_building(
    answers: dict[str, Any], code: Code, *, client: Client, opened: Any, run: Run, double: Double
) -> None:
    """An engine that goes away during a build is to blame for it, and no step of the build is."""

    async def scenario() -> None:
        driver = await opened(double(**answers))
        with pytest.raises(BuildError) as caught:
            await driver.build(client, lambda _: None)
        assert caught.value.fault.code == code
        assert (caught.value.fault.origin is Origin.DRIVER) == (code is Code.ENGINE_FAILED)
        if answers.get("build") is broken_stream:
            assert caught.value.output == ("Step 1/2 : FROM scratch",)

    run(scenario())


def test_long_output(client: Client, opened: Any, run: Run, double: Double) -> None:
    """Of the output of a build that fails, only the end is kept in memory."""

    def long_stream(*_: Any, **__: Any) -> Iterator[dict[str, str]]:
        for number in range(20_000):
            yield {"stream": f"line {number} ".ljust(1_000, ".") + "\n"}
        yield {"error": "it failed"}

    async def scenario() -> None:
        driver = await opened(double(images=[], build=long_stream))
        with pytest.raises(BuildError) as caught:
            await driver.build(client, lambda _: None)
        assert caught.value.output[-1].startswith("line 19999 ")

    tracemalloc.start()
    try:
        run(scenario())
        assert tracemalloc.get_traced_memory()[1] < 10_000_000  # of 20 MB
    finally:
        tracemalloc.stop()


def test_unreadable_files(client: Client, opened: Any, run: Run, double: Double) -> None:
    """A client without its Dockerfile does not build, and the engine is not to blame."""

    async def scenario() -> None:
        api = double(images=[])
        driver = await opened(api)
        (client.folder / "Dockerfile").unlink()
        with pytest.raises(BuildError) as caught:
            await driver.build(client, lambda _: None)
        assert caught.value.fault.code == Code.BUILD_FAILED
        assert not api.count("build")

    run(scenario())


@pytest.mark.parametrize("step", ["create_container", "attach_socket"])
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Gone("no engine"), Code.ENGINE_FAILED),
        (refusal(500), Code.ENGINE_FAILED),
        (refusal(400), Code.START_FAILED),
    ],
)
def test_gone_while_starting(
    step: str,
    error: Exception,
    code: Code,
    *,
    client: Client,
    opened: Any,
    run: Run,
    double: Double,
) -> None:
    """What cannot be started is removed; the client is to blame only if the engine refuses it."""

    async def scenario() -> None:
        answers = {"create_container": {"Id": "one"}, step: error}
        api = double(**answers)
        driver = await opened(api)
        with pytest.raises(ProgramError) as caught:
            await driver.start(client, SESSION)
        assert caught.value.fault.code == code
        assert api.count("remove_container") == (step == "attach_socket")

    run(scenario())


def test_gone_beside_another_program(client: Client, opened: Any, run: Run, double: Double) -> None:
    """An engine that goes away before a one-shot starts is to blame for it."""

    async def scenario() -> None:
        gone = Gone("no engine")
        api = double(create_container=gone, inspect_container=gone)
        driver = await opened(api)
        table = {"session": [], "one-shot": ["once"]}
        made = Client("fake", "Python", client.folder, {"container": table})
        beside = ContainerProgram(Engine(api), "one")
        with pytest.raises(ProgramError) as caught:
            await driver.start(made, Launch(Mode.ONE_SHOT), beside)
        assert caught.value.fault.code == Code.ENGINE_FAILED

    run(scenario())


def test_gone_at_the_end(run: Run, double: Double) -> None:
    """If the engine does not report how a container ended, the engine is to blame."""

    async def scenario() -> None:
        api = double(wait=Gone("no engine"), remove_container=Gone("no engine"))
        program = ContainerProgram(Engine(api), "one")
        with pytest.raises(ProgramError) as caught:
            await program.wait()
        assert caught.value.fault.code == Code.ENGINE_FAILED
        await program.kill()

    run(scenario())


def programs(api: Any) -> tuple[ContainerProgram, ...]:
    """A container, and a program in the container of another one."""
    return ContainerProgram(Engine(api), "one"), ContainerExecution(Engine(api), "one", "two")


@pytest.mark.parametrize("answers", [{}, {"inspect_container": None}], ids=["stream", "engine"])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.usefixtures("short_answer")
def test_silent_engine(
    answers: dict[str, Any], which: int, silence: Silence, run: Run, double: Double
) -> None:
    """A stream that broke, and an engine that does not answer, are not an end of the program."""

    async def scenario() -> None:
        still_running = {"wait": silence, "exec_inspect": {"Running": True}}
        api = double(**still_running, **dict.fromkeys(answers, silence))
        program = programs(api)[which]
        program.connection_lost(None if answers else ConnectionResetError())
        with pytest.raises(ProgramError) as caught:
            await program.wait()
        assert caught.value.fault.code == Code.ENGINE_FAILED
        await program.kill()

    run(scenario())


@pytest.mark.parametrize("error", [None, BrokenPipeError()])
@pytest.mark.parametrize("which", [0, 1])
def test_stream_that_ends_with_the_program(
    error: Exception | None, which: int, run: Run, double: Double
) -> None:
    """A program that has ended has its exit status, even if its stream broke at its end."""

    async def scenario() -> None:
        ended = {"Running": False, "ExitCode": 7}
        program = programs(double(wait={"StatusCode": 7}, exec_inspect=ended))[which]
        program.connection_lost(error)
        assert await program.wait() == 7
        await program.kill()

    run(scenario())


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"wait": Gone("no engine")}, Code.ENGINE_FAILED),
        ({"inspect_container": Gone("no engine")}, Code.ENGINE_FAILED),
        ({"wait": {"StatusCode": 7}}, Code.EXITED),
        ({"wait": {"StatusCode": 137}}, Code.KILLED),
    ],
)
def test_session_of_a_broken_stream(
    answers: dict[str, Any], code: Code, run: Run, double: Double
) -> None:
    """A session whose engine goes away breaks by the engine's fault, and not by an exit."""

    async def scenario() -> None:
        program = ContainerProgram(Engine(double(**answers)), "one")
        program.connection_made(Pipe())
        broken = Session(program)
        calling = asyncio.create_task(broken.call("score", {}))
        await asyncio.sleep(0)
        program.connection_lost(None)
        with pytest.raises(SessionBrokenError) as caught:
            await calling
        assert caught.value.fault.code == code
        ending = await broken.stop()
        assert ending is not None
        assert ending.fault == caught.value.fault

    run(scenario())


@pytest.mark.usefixtures("short_answer")
def test_session_of_a_silent_engine(
    silence: Silence, monkeypatch: pytest.MonkeyPatch, run: Run, double: Double
) -> None:
    """A client that closes its outputs is distinguished from an engine that is gone."""
    monkeypatch.setattr(session, "EXIT_SECONDS", 0.5)

    async def fault(**answers: Any) -> Fault:
        program = ContainerProgram(Engine(double(**answers)), "one")
        program.connection_made(Pipe())
        broken = Session(program)
        program.connection_lost(None)
        with pytest.raises(SessionBrokenError) as caught:
            await broken.call("score", {})
        await broken.stop()
        return caught.value.fault

    async def scenario() -> None:
        assert (await fault(wait=silence)).code == Code.STDOUT_CLOSED
        silent = await fault(wait=silence, inspect_container=silence)
        assert silent.code == Code.ENGINE_FAILED

    run(scenario())


def test_one_shot_of_a_broken_stream(run: Run, double: Double) -> None:
    """A one-shot whose engine goes away has no output, by the engine's fault."""

    async def scenario() -> None:
        program = ContainerProgram(Engine(double(wait=Gone("no engine"))), "one")
        program.connection_made(Pipe())
        program.connection_lost(None)
        with pytest.raises(ProgramError) as caught:
            await oneshot.run(program, b"{}")
        assert caught.value.fault.code == Code.ENGINE_FAILED
        await program.kill()

    run(scenario())


@pytest.mark.parametrize(("status", "ending"), [(0, 0), (1, 1), (137, -9), (255, 255)])
def test_exit_status(status: int, ending: int, run: Run, double: Double) -> None:
    """A status above 128 stands for a signal if there is one of that number."""

    async def scenario() -> None:
        api = double(wait={"StatusCode": status})
        program = ContainerProgram(Engine(api), "one")
        assert await program.wait() == ending

    run(scenario())
