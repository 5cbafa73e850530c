"""Clients as processes: how they are built, what they are given, and how they are ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoreline.drivers import process
from scoreline.drivers.build import BuildError
from scoreline.drivers.process import KEPT_BUILDS, ProcessDriver, ProcessProgram
from scoreline.drivers.program import ProgramError
from scoreline.protocol.manifest import Client

Run = Callable[[Any], None]
Make = Callable[..., Client]

COPY = """
import sys; from pathlib import Path
Path("made-here").touch()
Path(sys.argv[1], "result").write_text(Path("source.txt").read_text())
print("built")
"""
SHOW = """
import json, os, sys; from pathlib import Path
result = Path(sys.argv[1], "result")
print(json.dumps({
    "result": result.exists() and result.read_text(),
    "folder": os.getcwd(),
    "environment": dict(os.environ),
}))
"""


def silent(_: str) -> None:
    """Takes progress and does nothing with it."""


async def output(driver: ProcessDriver, client: Client, **environment: str) -> Any:
    """What a one-shot prints, as JSON."""
    program = await driver.start_one_shot(client, environment)
    chunks = []
    while data := await program.read():
        chunks.append(data)
    assert await program.wait() == 0
    await program.kill()
    return json.loads(b"".join(chunks))


def files(folder: Path, pattern: str = "*") -> list[Path]:
    """What is in a folder now."""
    return list(folder.glob(pattern))


def alive(number: int) -> bool:
    """Whether a process lives; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ends(number: int) -> bool:
    """Whether a process comes to its end."""
    end = time.monotonic() + 10
    while alive(number):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_build_in_a_copy(run: Run, client: Make, tmp_path: Path) -> None:
    """A build leaves the client's folder as it was, whatever characters its path holds."""

    async def scenario() -> None:
        steps: list[str] = []
        driver, made = ProcessDriver(tmp_path / "cache é"), client(SHOW, build=(COPY,))
        assert await driver.build(made, steps.append)
        assert [path.name for path in files(made.folder)] == ["source.txt"]
        assert len(steps) == 1
        shown = await output(driver, made)
        assert shown["result"] == "first"
        assert shown["folder"] == str(made.folder)

    run(scenario())


def test_built_once(run: Run, client: Make, tmp_path: Path) -> None:
    """A client is built again when a file of its context or a command has changed, not before."""

    async def scenario() -> None:
        made = client(SHOW, build=(COPY,))
        (made.folder / ".dockerignore").write_text("notes.txt\n", "utf-8")
        driver = ProcessDriver(tmp_path)
        assert await driver.build(made, silent)
        assert not await driver.build(made, silent)
        assert not await ProcessDriver(tmp_path).build(made, silent)
        (made.folder / "notes.txt").write_text("not of the context", "utf-8")
        assert not await driver.build(made, silent)
        (made.folder / "source.txt").write_text("second", "utf-8")
        assert await driver.build(made, silent)
        assert (await output(driver, made))["result"] == "second"
        assert await driver.build(client(SHOW, build=(COPY, "print()")), silent)

    run(scenario())


def test_files_that_change_meanwhile(run: Run, client: Make, tmp_path: Path) -> None:
    """What is started is what was built, also where the files have changed since."""

    async def scenario() -> None:
        driver, made = ProcessDriver(tmp_path), client(SHOW, build=(COPY,))
        await driver.build(made, silent)
        (made.folder / "source.txt").write_text("second", "utf-8")
        assert (await output(driver, made))["result"] == "first"

    run(scenario())


def test_built_by_one(run: Run, client: Make, tmp_path: Path) -> None:
    """Of several runs that need the same build at once, one makes it and the others take it."""

    async def scenario() -> None:
        made = client(SHOW, build=(COPY,))
        drivers = [ProcessDriver(tmp_path) for _ in range(4)]
        built = await asyncio.gather(*(driver.build(made, silent) for driver in drivers))
        assert sorted(built) == [False, False, False, True]

    run(scenario())


def test_failed_build(run: Run, client: Make, tmp_path: Path) -> None:
    """A failed build says which command failed and how, with its last lines, and is tried again."""

    async def scenario() -> None:
        failing = "import sys\nfor n in range(99): print('line', n)\nsys.exit('no compiler')"
        driver, made = ProcessDriver(tmp_path), client(SHOW, build=(COPY, failing))
        for _ in range(2):
            with pytest.raises(BuildError, match="exited with status 1") as caught:
                await driver.build(made, silent)
            assert caught.value.output[-1] == "no compiler"
            assert caught.value.output[-2] == "line 98"
            assert len(caught.value.output) < 50

    run(scenario())


def test_build_without_its_program(run: Run, client: Make, tmp_path: Path) -> None:
    """A build command that is not there is a failed build."""

    async def scenario() -> None:
        made = client(SHOW, build=(COPY,))
        assert made.process is not None
        made = replace(made, process=replace(made.process, build=(("no-such-program",),)))
        with pytest.raises(BuildError, match="no-such-program: No such file or directory"):
            await ProcessDriver(tmp_path).build(made, silent)

    run(scenario())


def test_build_that_leaves_a_child(run: Run, client: Make, tmp_path: Path) -> None:
    """A build has ended when its command has, and what that left running is ended."""
    program = """
import os, sys, signal; from pathlib import Path
number = os.fork()
if number == 0: signal.pause()
Path(sys.argv[1], "child").write_text(str(number))
"""

    async def scenario() -> None:
        driver = ProcessDriver(tmp_path)
        assert await driver.build(client(SHOW, build=(program,)), silent)
        (child,) = files(tmp_path, "builds/*/child")
        assert ends(int(child.read_text("utf-8")))

    run(scenario())


def test_cancelled_build(run: Run, client: Make, tmp_path: Path) -> None:
    """A build that nobody waits for any more is ended with its children."""
    program = """
import os, sys, signal; from pathlib import Path
os.fork()
Path(sys.argv[1], str(os.getpid())).touch()
signal.pause()
"""

    async def scenario() -> None:
        started = asyncio.Event()
        made = client(SHOW, build=(program,))
        building = asyncio.create_task(ProcessDriver(tmp_path).build(made, lambda _: started.set()))
        await started.wait()
        while len(found := files(tmp_path, "builds/*/[0-9]*")) < 2:  # noqa: ASYNC110 - of children
            await asyncio.sleep(0.01)
        building.cancel()
        with pytest.raises(asyncio.CancelledError):
            await building
        assert all(ends(int(path.name)) for path in found)
        assert await ProcessDriver(tmp_path).build(client(SHOW, build=(COPY,)), silent)

    run(scenario())


def test_old_builds(run: Run, client: Make, tmp_path: Path) -> None:
    """The last used builds of a client are kept, and those that a run uses."""

    async def scenario() -> None:
        first, later = ProcessDriver(tmp_path), ProcessDriver(tmp_path)
        used = client(SHOW, build=(COPY,))
        await first.build(used, silent)
        other = client(SHOW, build=(COPY,), name="fake-too")
        await later.build(other, silent)
        for number in range(KEPT_BUILDS + 2):
            made = client(SHOW, build=(COPY, f"print({number})"))
            await later.build(made, silent)
            later.release()
        kept = [path for path in (tmp_path / "builds").iterdir() if path.is_dir()]
        assert len([path for path in kept if path.name.startswith("fake-too-")]) == 1
        assert len(kept) == KEPT_BUILDS + 2
        assert (await output(first, used))["result"] == "first"
        first.release()
        await later.build(client(SHOW, build=(COPY, "print('last')")), silent)
        assert await first.build(used, silent)

    run(scenario())


def test_environment(
    run: Run, client: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client inherits neither proxies nor its own settings; a one-shot gets what it is given."""
    for name in ("AZUREML_SCORING_KEY", "AZUREML_SCORING_URI", "HTTPS_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("OTHER", "kept")

    async def scenario() -> None:
        driver = ProcessDriver(tmp_path)
        shown = await output(driver, client(SHOW), AZUREML_SCORING_URI="here")
        environment = shown["environment"]
        assert environment["AZUREML_SCORING_URI"] == "here"
        assert environment["OTHER"] == "kept"
        assert not {"AZUREML_SCORING_KEY", "HTTPS_PROXY", "http_proxy"} & environment.keys()

    run(scenario())


def test_killed_with_children(run: Run, client: Make, tmp_path: Path) -> None:
    """Who is killed is ended with all children, those that ignore SIGTERM as well."""
    program = """
import os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork(); os.fork()
sys.stdout.write(f"{os.getpid()}\\n"); sys.stdout.flush()
signal.pause()
"""

    async def scenario() -> None:
        running = await ProcessDriver(tmp_path).start_session(client(program))
        said = b""
        while said.count(b"\n") < 4:
            said += await running.read()
        await running.kill()
        assert all(ends(int(line)) for line in said.split())
        assert await running.wait() == -signal.SIGKILL
        with pytest.raises(ProgramError, match="closed its standard input"):
            running.post(b"anybody there?")

    run(scenario())


def test_no_such_program(run: Run, client: Make, tmp_path: Path) -> None:
    """A program that cannot be started is named with the reason."""

    async def scenario() -> None:
        made = client()
        assert made.process is not None
        made = replace(made, process=replace(made.process, session=("/no/such/program",)))
        with pytest.raises(ProgramError, match=r"/no/such/program cannot be started: No such"):
            await ProcessDriver(tmp_path).start_session(made)

    run(scenario())


CHILD = """
import os, sys, time
reading, writing = os.pipe()
if os.fork() == 0:
    if sys.argv[1] == "beyond": os.setsid()
    os.write(writing, b"there"); time.sleep(20 if sys.argv[1] == "beyond" else 1000); os._exit(0)
os.read(reading, 5)
print("said", flush=True); print("wrong", file=sys.stderr, flush=True)
os._exit(5)
"""


@pytest.mark.parametrize(("where", "linger_seconds"), [("group", 1000.0), ("beyond", 0.1)])
def test_dead_program_with_open_pipes(
    where: str, linger_seconds: float, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of a program ends its streams: a child is ended with it, or not waited for."""
    monkeypatch.setattr(process, "LINGER_SECONDS", linger_seconds)
    command = (sys.executable, "-S", "-c", CHILD, where)

    async def scenario() -> None:
        program = await ProcessProgram.start(command, tmp_path, os.environ)
        said = b""
        while data := await program.read():
            said += data
        assert said == b"said\n"
        assert await program.rest_of_stderr() == b"wrong\n"
        assert await program.wait() == 5
        await program.kill()

    run(scenario())
