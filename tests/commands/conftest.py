"""Calls the command as a user does, and returns its output and exit status."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from scoreline.cli import main

HARNESS: Final = Path(__file__).parents[2] / "harness"


@dataclass(frozen=True)
class Done:
    """The exit status and output of a call of the command."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Uses the harness of this checkout, a separate cache, and a folder outside the checkout."""
    monkeypatch.setenv("PYTHONPATH", str(HARNESS))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Calls the command in this process."""

    def call_command(*arguments: str | Path) -> Done:
        try:
            status: Any = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code
        out, err = capfd.readouterr()
        return Done(status, out, err)

    return call_command


@pytest.fixture
def judge(call: Call, smallest: Path) -> Call:
    """Judges the smallest adapter."""
    return lambda *arguments: call("run", "--driver", "process", smallest, *arguments)


@pytest.fixture
def client(tmp_path: Path) -> Callable[..., Path]:
    """Makes a client whose session is the given Python code."""

    def make_client(name: str, code: str = "", *, requires: str = "python3") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "session.py").write_text(code, "utf-8")
        (folder / "client.toml").write_text(
            f'name = "{name}"\nlanguage = "Python"\n[process]\nrequires = ["{requires}"]\n'
            f'remedy = "get it"\nsession = ["{sys.executable}", "session.py"]\n',
            "utf-8",
        )
        return folder

    return make_client


@pytest.fixture
def other(smallest: Path, tmp_path: Path) -> Path:
    """The smallest adapter under another name."""
    folder = tmp_path / "other"
    shutil.copytree(smallest, folder)
    manifest = folder / "client.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('"smallest"', '"other"'), "utf-8")
    return folder
