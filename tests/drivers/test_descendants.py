"""Descendants of a program that leave its process group end with it, and nothing else does."""

from __future__ import annotations

import asyncio
import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoreline.drivers.driver import Launch
from scoreline.drivers.process import ProcessDriver
from scoreline.drivers.process_program import ProcessProgram
from scoreline.protocol.manifest import Client, Mode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

Run = Callable[[Any], None]
LEAVES = """
import os, signal, sys
how = sys.argv[1]
def stay():
    os.write(1, f"{os.getpid()}\\n".encode())
    signal.pause()
if os.fork() == 0:
    os.setsid()
    if how == "child": stay()
    if how == "cleared":
        wait = "import os, signal; os.write(1, f'{os.getpid()}\\\\n'.encode()); signal.pause()"
        os.execve(sys.executable, [sys.executable, "-S", "-c", wait], {})
    if os.fork() == 0: stay()
    os._exit(0)
signal.pause() if how != "orphan" else os.wait()
if how == "orphan": signal.pause()
"""


def subreaper() -> int:
    """Whether this process is a subreaper."""
    value = ctypes.c_int()
    ctypes.CDLL(None).prctl(37, ctypes.byref(value), 0, 0, 0)
    return value.value


def alive_or_zombie(number: int) -> bool:
    """Whether there is a process of a number."""
    return Path(f"/proc/{number}").exists()


async def started(folder: Path, how: str) -> tuple[ProcessProgram, int]:
    """A program, and the process that left its group."""
    command = (sys.executable, "-S", "-c", LEAVES, how)
    program = await ProcessProgram.start(command, folder, os.environ)
    return program, int(await program.read())


@pytest.mark.parametrize("how", ["child", "orphan", "cleared"])
def test_escaped(how: str, run: Run, tmp_path: Path, ends: Callable[[int], bool]) -> None:
    """A child in another session ends, one that lost its parent, and one that lost its marks."""

    async def scenario() -> None:
        program, escaped = await started(tmp_path, how)
        await program.kill()
        assert ends(escaped)
        other, _ = await started(tmp_path, "child")
        await other.kill()
        assert not alive_or_zombie(escaped), "its zombie is left"

    run(scenario())


def test_others(run: Run, tmp_path: Path, ends: Callable[[int], bool]) -> None:
    """Neither another program's descendants nor another child of this process is touched."""
    command = (sys.executable, "-S", "-c", "import signal; signal.pause()")

    async def scenario() -> None:
        with subprocess.Popen(command, start_new_session=True) as child:  # noqa: ASYNC220
            (one, first), (other, second) = [await started(tmp_path, "orphan") for _ in range(2)]
            await one.kill()
            assert ends(first)
            assert alive_or_zombie(second)
            await other.kill()
            assert ends(second)
            assert child.poll() is None
            child.kill()

    run(scenario())


def test_setting_is_restored(run: Run, tmp_path: Path) -> None:
    """This process adopts orphans only while a program runs."""

    async def scenario() -> None:
        assert not subreaper()
        program, _ = await started(tmp_path, "child")
        assert subreaper()
        await program.kill()
        assert not subreaper()
        with pytest.raises(OSError, match="no-such"):
            await ProcessProgram.start(("/no-such",), tmp_path, os.environ)
        assert not subreaper()

    run(scenario())


def test_driver_ends_what_nobody_killed(
    run: Run, client: Callable[..., Client], tmp_path: Path, ends: Callable[[int], bool]
) -> None:
    """When the driver is closed, programs that still run are ended."""

    async def scenario() -> None:
        driver = ProcessDriver(tmp_path)
        made = client("import os, signal; print(os.getpid(), flush=True); signal.pause()")
        program = await driver.start(made, Launch(Mode.SESSION))
        number = int(await program.read())
        await driver.close()
        assert ends(number)
        await asyncio.wait_for(program.wait(), 10)

    run(scenario())
