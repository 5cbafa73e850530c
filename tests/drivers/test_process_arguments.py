"""The arguments of a program are read, and those of every process that it has started."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Final

import pytest

from scoreline.drivers import process_arguments
from scoreline.drivers.process_arguments import CommandLine, ProcessArguments

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")

FAMILY: Final = """
import subprocess, sys, threading
if sys.argv[1] == "grandchild":
    print("ready", flush=True)
    sys.stdin.read()
else:
    name = {"parent": "child", "child": "grandchild"}[sys.argv[1]]
    run = lambda: subprocess.run([sys.executable, "-S", "-c", sys.argv[2], name, sys.argv[2]])
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
"""
"""A program that starts itself, from a thread, and that one once more."""


@contextmanager
def family() -> Iterator[int]:
    """The process id of a program whose child has a child; both are running."""
    command = [sys.executable, "-S", "-c", FAMILY, "parent", FAMILY]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process.pid
        process.communicate()


def read(process: int | None) -> tuple[CommandLine, ...] | None:
    """The arguments of the program with a process id."""

    async def process_id() -> int | None:
        return process

    program: Any = SimpleNamespace(process_id=process_id)
    return asyncio.run(ProcessArguments(program).read())


def test_family() -> None:
    """Every generation is read, also children that another thread than the first has started."""
    with family() as process:
        found = read(process)
    assert found is not None
    assert [line[4] for line in found] == ["parent", "child", "grandchild"]


def test_just_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has no arguments yet is looked at again."""
    looks = 0
    look = process_arguments._read

    def read_late(path: str) -> bytes:
        nonlocal looks
        looks += path.endswith("/cmdline")
        return b"" if path.endswith("/cmdline") and looks < 5 else look(path)

    monkeypatch.setattr(process_arguments, "_read", read_late)
    with family() as process:
        found = read(process)
    assert found is not None
    assert [line[4] for line in found] == ["parent", "child", "grandchild"]


def test_never_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that hides its arguments does not hold up the case."""
    look = process_arguments._read
    monkeypatch.setattr(process_arguments, "_EXEC_SECONDS", 0.0)
    monkeypatch.setattr(
        process_arguments, "_read", lambda path: b"" if path.endswith("/cmdline") else look(path)
    )
    with family() as process:
        assert read(process) == ((), (), ())


def test_zombie() -> None:
    """A child that has ended has no arguments, and is not waited for."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert process_arguments._is_zombie(child.pid)
        found = read(os.getpid())
    assert found is not None
    assert all(found)


def test_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with too many processes costs no more than the bound."""
    monkeypatch.setattr(process_arguments, "_MOST_PROCESSES", 2)
    with family() as process:
        assert len(read(process) or ()) == 2


def test_ended() -> None:
    """A program that has ended has no arguments, and nothing is said to be hidden."""
    with family() as process:
        pass
    assert read(process) == ()


def test_elsewhere() -> None:
    """The arguments of a program on another machine cannot be read."""
    assert read(None) is None


def test_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither can those of one that is running, on a system that does not show them."""

    def refuse(path: str) -> bytes:
        raise FileNotFoundError(path)

    monkeypatch.setattr(process_arguments, "_read", refuse)
    with family() as process:
        assert read(process) is None


def test_silent_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that does not say which process it is does not hold up the case."""

    async def process_id() -> int | None:
        return await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(process_arguments, "PATIENCE_SECONDS", 0.0)
    program: Any = SimpleNamespace(process_id=process_id)
    assert asyncio.run(ProcessArguments(program).read()) is None
