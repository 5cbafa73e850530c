"""Runs pytest as a user does: in a folder, with a command line."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from scoreline import plugin
from scoreline.formats.schema import schemas_folder

HARNESS: Final = Path(__file__).parents[2] / "harness"
BOUND_SECONDS: Final = 120.0
LOADED: Final = ("-p", "no:scoreline", "-p", "scoreline.plugin")
"""Loads the plugin explicitly, so that the tests work whether or not it is installed."""

Run = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Uses the harness of this checkout, and a separate cache for each test."""
    monkeypatch.setenv("PYTHONPATH", str(HARNESS))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Runs pytest in an empty folder; with `apart` in a separate process, which takes a second."""

    def run_pytest(*arguments: str | Path, apart: bool = False) -> pytest.RunResult:
        if apart:
            return pytester.runpytest_subprocess(*LOADED, *arguments, timeout=BOUND_SECONDS)
        return pytester.runpytest_inprocess(*LOADED[:2], *arguments, plugins=[plugin])

    return run_pytest


@pytest.fixture
def judge(run: Run, smallest: Path) -> Run:
    """Runs pytest over the suite with the smallest adapter as the client."""

    def judge_smallest(*arguments: str | Path) -> pytest.RunResult:
        return run(
            "--scoreline",
            "--scoreline-driver=process",
            f"--scoreline-client={smallest}",
            *arguments,
        )

    return judge_smallest


@pytest.fixture
def client(pytester: pytest.Pytester) -> Callable[..., Path]:
    """Makes a client whose session is the given Python code."""

    def make_client(name: str, code: str = "", *, requires: str = "python3") -> Path:
        folder = pytester.mkdir(name)
        (folder / "session.py").write_text(code, "utf-8")
        (folder / "client.toml").write_text(
            f'name = "{name}"\nlanguage = "Python"\n[process]\nrequires = ["{requires}"]\n'
            f'remedy = "get it"\nsession = ["{sys.executable}", "session.py"]\n',
            "utf-8",
        )
        return folder

    return make_client


@pytest.fixture
def suite(pytester: pytest.Pytester) -> Path:
    """A copy of the suite that a test may change."""
    folder = pytester.path / "suite"
    for name in ("vectors", "cases"):
        shutil.copytree(schemas_folder() / name, folder / name)
    shutil.copy(schemas_folder() / "requirements.toml", folder)
    return folder


@pytest.fixture
def installed(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uses the package as a wheel installs it: with schemas inside, and without a checkout."""
    site = pytester.mkdir("site-packages")
    shutil.copytree(HARNESS / "scoreline", site / "scoreline")
    shutil.copytree(schemas_folder(), site / "scoreline" / "schemas")
    monkeypatch.setenv("PYTHONPATH", str(site))
