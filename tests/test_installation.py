"""What noxfile.py installs comes from the lock, with hashes, and so does the build backend."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final
from unittest.mock import MagicMock

import pytest

ROOT: Final = Path(__file__).parents[1]
LOCK: Final = (ROOT / "harness" / "requirements.txt").read_text("utf-8")
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture
def noxfile(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module noxfile.py, without nox."""
    monkeypatch.setitem(sys.modules, "nox", MagicMock())
    spec = importlib.util.spec_from_file_location("noxfile_under_test", ROOT / "noxfile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def session(folder: Path) -> Any:
    """A session of nox that installs nothing."""
    return SimpleNamespace(virtualenv=SimpleNamespace(location=str(folder)), install=MagicMock())


def versions(requirements: str) -> dict[str, str]:
    """The pinned versions by name; fails if an entry has no hash."""
    entries = re.split(r"^(?=[a-z])", requirements, flags=re.MULTILINE)
    pinned = {}
    for entry in entries:
        if found := re.match(r"([a-z0-9-]+)==(\S+)", entry):
            pinned[found[1]] = found[2]
            assert "--hash=sha256:" in entry, found[1]
    return pinned


def name(requirement: str) -> str:
    """The name in a requirement."""
    return re.split(r"[<>=~!\[; ]", requirement)[0]


def test_session_installs_with_hashes(noxfile: ModuleType, tmp_path: Path) -> None:
    """A session installs the lock's entries with hashes first, then only the harness itself."""
    one = session(tmp_path)
    noxfile._install(one, "tests")
    (first, _), (second, _) = one.install.call_args_list
    file = Path(first[first.index("--requirement") + 1])
    assert "--require-hashes" in first
    assert {"--no-build-isolation", "--no-deps", "--editable"} <= set(second)
    wanted = [
        *PROJECT["project"]["dependencies"],
        *(one for group in ("build", "tests") for one in PROJECT["dependency-groups"][group]),
    ]
    assert {name(requirement) for requirement in wanted} <= versions(file.read_text("utf-8")).keys()
    assert "ruff" not in versions(file.read_text("utf-8"))


def test_session_installs_once(noxfile: ModuleType, tmp_path: Path) -> None:
    """An environment that has everything is left alone; another set of groups is installed."""
    one = session(tmp_path)
    noxfile._install(one, "tests")
    noxfile._install(one, "tests")
    assert one.install.call_count == 2
    noxfile._install(one, "lint")
    assert one.install.call_count == 4


def test_interrupted_installation_is_repeated(noxfile: ModuleType, tmp_path: Path) -> None:
    """An environment whose installation failed is not taken for a complete one."""
    one = session(tmp_path)
    one.install.side_effect = [None, RuntimeError]
    with pytest.raises(RuntimeError):
        noxfile._install(one)
    one.install.side_effect = None
    noxfile._install(one)
    assert one.install.call_count == 4


def test_nox_is_installed_with_hashes(
    noxfile: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The nox that noxfile.py fetches is in the lock, with everything that it needs."""
    run = MagicMock()
    monkeypatch.setattr(noxfile, "ROOT", tmp_path)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(os, "execv", MagicMock())
    monkeypatch.setattr(venv, "create", lambda folder, **_: folder.mkdir(parents=True))
    noxfile._fetch_nox()
    command = run.call_args.args[0]
    assert "--require-hashes" in command
    pinned = versions(Path(command[command.index("--requirement") + 1]).read_text("utf-8"))
    assert {"nox", "virtualenv"} <= pinned.keys()
    assert "aiohttp" not in pinned


def test_build_backend_is_pinned() -> None:
    """The build backend is required in the locked version."""
    assert PROJECT["build-system"]["requires"] == [f"hatchling=={versions(LOCK)['hatchling']}"]


def test_lock_has_everything() -> None:
    """The lock has every dependency of the project and of its groups."""
    groups = PROJECT["dependency-groups"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(one for group in groups for one in group)]
    assert {name(requirement) for requirement in wanted} <= versions(LOCK).keys()


def test_lock_names_its_command() -> None:
    """The head of the lock names the command that makes it, with every group."""
    head = LOCK.splitlines()[1]
    assert "uv pip compile" in head
    assert set(re.findall(r"--group (\S+)", head)) == PROJECT["dependency-groups"].keys()
