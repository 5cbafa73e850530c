"""Whole runs in containers whose engine freezes in the middle."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import docker
import pytest

from scoreline.drivers.container import ContainerDriver
from scoreline.drivers.run_resources import RUN_LABEL
from scoreline.fault import Code
from scoreline.protocol.manifest import Client
from scoreline.results.report import FAILED
from scoreline.results.stream import read_report
from scoreline.results.verdict import Outcome

pytestmark = pytest.mark.docker

Freezing = Callable[[bytes, int], "Proxy"]
HARNESS: Final = Path(__file__).parents[2] / "harness"
BOUND_SECONDS: Final = 60
SOON_SECONDS: Final = 30
SCORE: Final = b'"method":"score"'
SEVENTEENTH: Final = 17
"""Eight calls are in flight, and a verdict is told when its worker's next call was answered: when
the 17th call is made, one worker at least has had two answers."""
EXECUTION: Final = b"/exec HTTP/1.1"
"""Ends the first line of the request that makes an execution, in which a one-shot runs."""

IMPATIENT: Final = """
import sys
from scoreline.drivers import engine
engine.PATIENCE_SECONDS = 1.0
from scoreline.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The command, which waits for less long until an engine counts as silent."""


class Proxy:
    """A socket that relays to the engine until it freezes: it stays open, and nothing passes.

    Attributes:
        frozen: is set when it has frozen.
    """

    def __init__(self, path: Path, engine: str, trigger: bytes, count: int) -> None:
        """Listens.

        Args:
            path: of its socket.
            engine: of the engine's socket.
            trigger: freezes it when somebody sends that to the engine; it is not relayed then.
            count: at which time.
        """
        self.address = f"unix://{path}"
        self.frozen = threading.Event()
        self._flows = threading.Event()
        self._flows.set()
        self._engine, self._trigger, self._left = engine, trigger, count
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._relays: list[threading.Thread] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def thaw(self) -> None:
        """Relays what was sent in the meantime; returns when the engine has dealt with all of it.

        To be called when everybody who was connected is gone.
        """
        self._flows.set()
        for one in tuple(self._relays):
            one.join(BOUND_SECONDS)
            assert not one.is_alive(), "the engine keeps a connection open"

    def close(self) -> None:
        """Closes every connection."""
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._flows.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._engine)
                self._sockets += (near, far)
                for pair in ((near, far, self._watch), (far, near, lambda _: None)):
                    self._relays.append(
                        threading.Thread(target=self._relay, args=pair, daemon=True)
                    )
                    self._relays[-1].start()

    def _relay(
        self, source: socket.socket, sink: socket.socket, watch: Callable[[bytes], None]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                watch(data)
                self._flows.wait()
                sink.sendall(data)
            self._flows.wait()
            sink.shutdown(socket.SHUT_WR)

    def _watch(self, data: bytes) -> None:
        with self._lock:
            self._left -= data.count(self._trigger)
            if self._left <= 0 and not self.frozen.is_set():
                self._flows.clear()
                self.frozen.set()


@pytest.fixture
def freezing(resources: Any) -> Iterator[Freezing]:
    """Makes a way to the engine that freezes when something is sent for the so many-th time.

    What a failed test leaves on the engine is removed.
    """
    engine = os.environ.get("DOCKER_HOST") or docker.context.ContextAPI.get_current_context().Host
    scheme, _, path = engine.partition("://")
    if scheme != "unix":
        pytest.skip("NOT TESTED: the engine has no local socket")
    # A socket's path has at most 107 characters, and those of pytest's folders may be longer.
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def make(trigger: bytes, count: int) -> Proxy:
            made = Proxy(folder / "engine.sock", path, trigger, count)
            stack.callback(made.close)
            return made

        yield make
    for one in resources.containers():
        resources.api.remove_container(one, force=True)
    for one in resources.networks():
        resources.api.remove_network(one)


@contextlib.contextmanager
def command(
    client: Client, proxy: Proxy, cache: Path, program: tuple[str, ...], *more: str
) -> Iterator[subprocess.Popen[str]]:
    """`scoreline run` as a user starts it, with a cache folder for this test."""
    line = [sys.executable, *program, "run", str(client.folder), "--driver", "container", *more]
    environment = os.environ | {"DOCKER_HOST": proxy.address}
    environment |= {"PYTHONPATH": str(HARNESS), "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def output_of(process: subprocess.Popen[str], seconds: float) -> str:
    """All that a process has written when it ends, which must be in time."""
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        pytest.fail(f"it still runs after {seconds:g} s")
    return output


def removed_by_the_next_run(resources: Any) -> None:
    """Opens and closes a driver as the next run does; nothing is left then."""

    async def scenario() -> None:
        driver = ContainerDriver(resources.cache / "scoreline")
        try:
            await driver.open()
        finally:
            await driver.close()

    asyncio.run(asyncio.wait_for(scenario(), BOUND_SECONDS))
    assert not resources.containers() | resources.networks()
    assert not list((resources.cache / "scoreline" / "runs").iterdir())


def told_labels(output: str, resources: Any) -> bool:
    """Whether the output names the label of everything that is left."""
    api = resources.api
    containers = api.containers(all=True, filters={"label": RUN_LABEL})
    networks = api.networks(filters={"label": RUN_LABEL})
    ours = resources.containers() | resources.networks()
    labels = {
        f"{RUN_LABEL}={one['Labels'][RUN_LABEL]}"
        for one in (*containers, *networks)
        if one["Id"] in ours
    }
    return bool(labels) and all(label in output for label in labels)


@pytest.mark.parametrize(
    ("trigger", "count", "judged"),
    [(SCORE, SEVENTEENTH, True), (EXECUTION, 1, False)],
    ids=["in a session", "before a one-shot"],
)
def test_run_ends(
    trigger: bytes,
    count: int,
    *,
    judged: bool,
    image_client: Callable[..., Client],
    freezing: Freezing,
    resources: Any,
    tmp_path: Path,
) -> None:
    """The run ends; the engine is to blame for what is not judged, and what was judged stays."""
    file, proxy = tmp_path / "report.jsonl", freezing(trigger, count)
    cases = "errors/*" if judged else "modes/*"
    more = ("--case", cases, "--deadline", "1", "--report", f"json={file}")
    program = ("-c", IMPATIENT)
    with command(image_client(), proxy, resources.cache, program, *more) as process:
        output = output_of(process, BOUND_SECONDS)
    assert proxy.frozen.is_set()
    report = read_report(file)
    assert report.finished is not None
    assert process.returncode == report.exit_status != 0
    (client,) = report.clients
    assert not client.missing
    codes = {one.reason and one.reason.code for one in report.verdicts}
    expected = {Code.ENGINE_FAILED, None} if judged else {Code.ENGINE_FAILED}
    assert codes == expected
    assert {one.outcome for one in report.verdicts if not one.reason} <= {Outcome.FAIL}
    assert told_labels(output, resources)
    proxy.thaw()
    removed_by_the_next_run(resources)


def test_interrupted(
    image_client: Callable[..., Client], freezing: Freezing, resources: Any, tmp_path: Path
) -> None:
    """Ctrl-C ends the run soon, and shows what was judged and what remains on the engine."""
    file, proxy = tmp_path / "report.jsonl", freezing(SCORE, SEVENTEENTH)
    more = ("--case", "errors/*", "--deadline", "300", "--report", f"json={file}")
    program = ("-m", "scoreline.cli")
    with command(image_client(), proxy, resources.cache, program, *more) as process:
        while not proxy.frozen.wait(0.1):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        output = output_of(process, SOON_SECONDS)
        assert process.returncode == 130
    report = read_report(file)
    assert report.finished is None
    assert report.exit_status == FAILED
    assert report.verdicts
    assert all(one.item.identifier in output for one in report.verdicts)
    assert "CUT OFF" in output
    assert told_labels(output, resources)
    proxy.thaw()
    removed_by_the_next_run(resources)
