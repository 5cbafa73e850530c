"""An engine that accepts connections and does not answer, or stops answering during a call."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scoreline.drivers import engine
from scoreline.drivers.container import ContainerDriver
from scoreline.drivers.container_program import ContainerProgram
from scoreline.drivers.engine import Engine, SilentError
from scoreline.fault import Code, FaultError

Run = Callable[[Any], None]
HARNESS = Path(__file__).parents[2] / "harness"
SOON_SECONDS = 15


class Frozen:
    """Listens on loopback, accepts connections and never answers.

    Attributes:
        asked: is set when somebody has connected.
    """

    def __init__(self) -> None:
        """Listens on a free port."""
        self.asked = threading.Event()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        """Makes the harness use it."""
        return {"DOCKER_HOST": f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"}

    def close(self) -> None:
        """Closes every connection."""
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self._sockets.append(near)
                self.asked.set()


@pytest.fixture
def frozen_engine() -> Iterator[Callable[..., Frozen]]:
    """Makes frozen engines, which are closed in the end."""
    with contextlib.ExitStack() as stack:

        def make() -> Frozen:
            made = Frozen()
            stack.callback(made.close)
            return made

        yield make


@contextlib.contextmanager
def command(folder: Path, engine_at: Frozen, cache: Path, *more: str) -> Iterator[Any]:
    """`scoreline run` as a user starts it."""
    line = (sys.executable, "-m", "scoreline.cli", "run", str(folder), "--driver", "container")
    environment = os.environ | engine_at.environment
    environment |= {"PYTHONPATH": str(HARNESS), "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(
        (*line, *more),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_frozen_from_the_start(
    frozen_engine: Callable[..., Frozen], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that never answers is not available."""
    for name, value in frozen_engine().environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 0.2)

    async def scenario() -> None:
        driver = ContainerDriver(tmp_path)
        with pytest.raises(FaultError) as caught:
            await driver.open()
        assert caught.value.fault.code == Code.ENGINE_UNAVAILABLE
        await driver.close()

    run(scenario())


def test_interrupted_at_once(frozen_engine: Callable[..., Frozen], tmp_path: Path) -> None:
    """Ctrl-C ends a run whose engine never answers."""
    (tmp_path / "client.toml").write_text(
        'name = "fake"\nlanguage = "Python"\n[container]\nsession = []\n', "utf-8"
    )
    frozen = frozen_engine()
    with command(tmp_path, frozen, tmp_path / "cache") as process:
        while not frozen.asked.wait(0.1):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=SOON_SECONDS)
        assert process.returncode == 130


def silent(double: Callable[..., Any], over: threading.Event) -> Engine:
    """An engine that answers nothing until the test is over."""
    return Engine(double(ping=over.wait, remove_container=over.wait))


def test_call_of_a_silent_engine(run: Run, double: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call ends when the engine does not answer pings, also while it is cancelled."""
    over = threading.Event()
    monkeypatch.setattr(engine, "CLOSING_SECONDS", 0.1)
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 0.1)

    async def scenario() -> None:
        connected = silent(double, over)
        with pytest.raises(SilentError):
            await connected.call(connected.api.remove_container, 0.1)
        with pytest.raises(SilentError):
            await asyncio.wait_for(connected.watched(lambda _: over.wait()), 30)
        calling = asyncio.create_task(connected.call(connected.api.remove_container))
        await asyncio.sleep(0)
        calling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calling
        program = ContainerProgram(connected, "one")
        fault = await program.driver_fault()
        assert fault is not None
        assert fault.code == Code.ENGINE_FAILED
        await program.kill()
        over.set()

    try:
        run(scenario())
    finally:
        over.set()


def test_slow_call(run: Run, double: Any) -> None:
    """A slow call is waited for while the engine answers pings, also when it is cancelled."""
    asked = threading.Event()

    async def scenario() -> None:
        connected = Engine(double(ping=lambda: asked.set() or {}, start=lambda: asked.wait(30)))
        assert await connected.call(connected.api.start)
        asked.clear()
        calling = asyncio.create_task(connected.call(connected.api.start))
        await asyncio.sleep(0)
        calling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calling
        assert asked.is_set(), "it was not waited for"
        assert await ContainerProgram(connected, "one").driver_fault() is None

    run(scenario())
