"""Client folders, and a deadline around every scenario."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from scoreline.protocol.manifest import Client, Command, ProcessStart

DEADLINE_SECONDS = 60


@pytest.fixture
def run() -> Callable[[Coroutine[Any, Any, None]], None]:
    """Runs a scenario, which must be over before the deadline."""

    def run_scenario(scenario: Coroutine[Any, Any, None]) -> None:
        asyncio.run(asyncio.wait_for(scenario, DEADLINE_SECONDS))

    return run_scenario


@pytest.fixture
def client(tmp_path: Path) -> Callable[..., Client]:
    """Makes a client as a process; its commands are Python programs, given as text."""
    folder = tmp_path / "a folder, Zoë's"
    folder.mkdir()
    (folder / "source.txt").write_text("first", "utf-8")

    def make(session: str = "", *, build: tuple[str, ...] = (), name: str = "fake") -> Client:
        def command(program: str, *more: str) -> Command:
            return (sys.executable, "-S", "-c", program, *more)

        start = ProcessStart(
            requires=(),
            remedy="",
            build=tuple(command(text, "{build}") for text in build),
            session=command(session, "{build}"),
            one_shot=command(session, "{build}"),
        )
        return Client(name, "Python", folder, None, start)

    return make
