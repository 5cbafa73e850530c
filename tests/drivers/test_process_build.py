"""Builds of clients that run as processes: made once, in a copy, and removed when unused."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoreline.drivers import build, oneshot
from scoreline.drivers.build import BuildError
from scoreline.drivers.driver import Launch
from scoreline.drivers.process import ProcessDriver
from scoreline.drivers.process_build import KEPT_BUILDS
from scoreline.fault import Code
from scoreline.formats.json import parse
from scoreline.protocol.manifest import Client, Mode

Run = Callable[[Any], None]
Make = Callable[..., Client]
Ends = Callable[[int], bool]

COPY = """
import sys; from pathlib import Path
Path("made-here").touch()
Path(sys.argv[1], "result").write_text(Path("source.txt").read_text())
print("built")
"""
SHOW = """
import json, os, sys; from pathlib import Path
result = Path(sys.argv[1], "result")
print(json.dumps({"result": result.exists() and result.read_text(), "folder": os.getcwd()}))
"""


def files(folder: Path, pattern: str = "*") -> list[Path]:
    """What is in a folder now."""
    return list(folder.glob(pattern))


def silent(_: str) -> None:
    """Ignores progress."""


async def output(driver: ProcessDriver, client: Client) -> Any:
    """What a one-shot prints, as JSON."""
    program = await driver.start(client, Launch(Mode.ONE_SHOT))
    try:
        return parse((await oneshot.run(program, b"")).stdout)
    finally:
        await program.kill()


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
    """A client is built again if a file of its context or a command has changed, and only then."""

    async def scenario() -> None:
        made = client(SHOW, build=(COPY,))
        (made.folder / ".dockerignore").write_text("notes.txt\n", "utf-8")
        driver = ProcessDriver(tmp_path)
        assert await driver.build(made, silent)
        assert not await driver.build(made, silent)
        assert not await ProcessDriver(tmp_path).build(made, silent)
        (made.folder / "notes.txt").write_text("not part of the context", "utf-8")
        assert not await driver.build(made, silent)
        (made.folder / "source.txt").write_text("second", "utf-8")
        assert await driver.build(made, silent)
        assert (await output(driver, made))["result"] == "second"
        assert await driver.build(client(SHOW, build=(COPY, "print()")), silent)

    run(scenario())


def test_files_that_change_meanwhile(run: Run, client: Make, tmp_path: Path) -> None:
    """What is started is what was built, even if the files have changed since."""

    async def scenario() -> None:
        driver, made = ProcessDriver(tmp_path), client(SHOW, build=(COPY,))
        await driver.build(made, silent)
        (made.folder / "source.txt").write_text("second", "utf-8")
        assert (await output(driver, made))["result"] == "first"

    run(scenario())


def test_built_by_one(run: Run, client: Make, tmp_path: Path) -> None:
    """Of several runs that need the same build at once, one makes it and the others use it."""

    async def scenario() -> None:
        made = client(SHOW, build=(COPY,))
        drivers = [ProcessDriver(tmp_path) for _ in range(4)]
        built = await asyncio.gather(*(driver.build(made, silent) for driver in drivers))
        assert sorted(built) == [False, False, False, True]

    run(scenario())


def test_failed_build(run: Run, client: Make, tmp_path: Path) -> None:
    """A failed build has the exit status and the last lines of its output, and is tried again."""

    async def scenario() -> None:
        failing = "import sys\nfor n in range(99): print('line', n)\nsys.exit('no compiler')"
        driver, made = ProcessDriver(tmp_path), client(SHOW, build=(COPY, failing))
        for _ in range(2):
            with pytest.raises(BuildError) as caught:
                await driver.build(made, silent)
            assert caught.value.fault.code == Code.BUILD_FAILED
            assert caught.value.fault.details == {"status": 1}
            assert shlex.join((sys.executable, "-S", "-c", failing)) in caught.value.fault.message
            assert caught.value.output[-1] == "no compiler"
            assert caught.value.output[-2] == "line 98"
            assert len(caught.value.output) < 50

    run(scenario())


def test_build_without_its_program(run: Run, client: Make, tmp_path: Path) -> None:
    """A build command that does not exist is a failed build."""

    async def scenario() -> None:
        made = client(SHOW)
        table = dict(made.tables["process"]) | {"build": [["no-such-program"]]}
        made = replace(made, tables={"process": table})
        with pytest.raises(BuildError) as caught:
            await ProcessDriver(tmp_path).build(made, silent)
        assert caught.value.fault.code == Code.BUILD_FAILED
        assert "no-such-program" in caught.value.fault.message

    run(scenario())


def test_build_that_leaves_a_child(run: Run, client: Make, tmp_path: Path, ends: Ends) -> None:
    """A build ends with its command, and so does everything that this left running."""
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


def test_cancelled_build(run: Run, client: Make, tmp_path: Path, ends: Ends) -> None:
    """A cancelled build is killed with its children."""
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


def test_build_deadline(
    run: Run, client: Make, tmp_path: Path, ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that takes too long is killed with its children, and reported with its output."""
    program = """
import os, sys, signal; from pathlib import Path
if os.fork() == 0: os.setsid()
else: print("compiling", flush=True)
Path(sys.argv[1], str(os.getpid())).touch()
signal.pause()
"""
    monkeypatch.setattr(build, "BUILD_SECONDS", 2.0)

    async def scenario() -> None:
        with pytest.raises(BuildError) as caught:
            await ProcessDriver(tmp_path).build(client(SHOW, build=(program,)), silent)
        assert caught.value.fault.code == Code.BUILD_TIMEOUT
        assert "compiling" in caught.value.output
        found = files(tmp_path, "builds/*/[0-9]*")
        assert found
        assert all(ends(int(path.name)) for path in found)

    run(scenario())


def test_old_builds(run: Run, client: Make, tmp_path: Path) -> None:
    """The last used builds of a client are kept, and so are those that a run uses."""

    async def scenario() -> None:
        first, later = ProcessDriver(tmp_path), ProcessDriver(tmp_path)
        used = client(SHOW, build=(COPY,))
        await first.build(used, silent)
        other = client(SHOW, build=(COPY,), name="fake-too")
        await later.build(other, silent)
        for number in range(KEPT_BUILDS + 2):
            made = client(SHOW, build=(COPY, f"print({number})"))
            await later.build(made, silent)
            await later.close()
        kept = [path for path in (tmp_path / "builds").iterdir() if path.is_dir()]
        assert len([path for path in kept if path.name.startswith("fake-too-")]) == 1
        assert len(kept) == KEPT_BUILDS + 2
        assert (await output(first, used))["result"] == "first"
        await first.close()
        await later.build(client(SHOW, build=(COPY, "print('last')")), silent)
        assert await first.build(used, silent)

    run(scenario())


def test_clean(run: Run, client: Make, tmp_path: Path) -> None:
    """Cleaning removes every build but those that a run uses."""

    async def scenario() -> None:
        cache, made = tmp_path / "cache", client(SHOW, build=(COPY,))
        cleaner, user = ProcessDriver(cache), ProcessDriver(cache)
        assert await cleaner.clean() == ()
        assert await user.build(made, silent)
        (built,) = (path for path in files(cache / "builds") if path.is_dir())
        assert await cleaner.clean() == ()
        assert built.exists()
        await user.close()
        assert await cleaner.clean() == (str(built),)
        assert files(cache / "builds") == []

    run(scenario())
