"""Which module may import which: the contracts of pyproject.toml hold, and each can be broken."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "harness" / "scoreline"
BOUND_SECONDS: Final = 120.0
CONTRACTS: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]["contracts"]
LINT: Final = "from importlinter.cli import lint_imports_command; lint_imports_command()"

LAYERS, COMMANDS, PYTEST, PRIVATE, CALCULATION = (contract["name"] for contract in CONTRACTS)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Checks the package that lies in a folder by the contracts of this project."""
    return subprocess.run(
        (sys.executable, "-c", LINT, "--config", ROOT / "pyproject.toml", "--no-cache"),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=BOUND_SECONDS,
    )


def broken(said: str) -> set[str]:
    """The names of the contracts that are broken."""
    return set(re.findall(r"^(.+) BROKEN$", said, re.MULTILINE))


def test_contracts_are_kept() -> None:
    """No module imports what it must not."""
    done = lint(PACKAGE.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


def test_every_room_has_its_layer() -> None:
    """Every module and package at the top of the house stands in the layers."""
    rooms = {
        f"scoreline.{path.stem}"
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    } - {"scoreline.__init__"}
    layers = " | ".join(CONTRACTS[0]["layers"]).split(" | ")
    assert sorted(layers) == sorted(rooms)


def test_every_command_is_named() -> None:
    """Every command stands among those that do not know each other."""
    commands = {
        f"scoreline.commands.{path.stem}" for path in (PACKAGE / "commands").glob("[a-z]*.py")
    }
    assert set(CONTRACTS[1]["modules"]) == commands


@pytest.mark.parametrize(
    ("module", "line", "contracts"),
    [
        ("suite/case.py", "import scoreline.runner.options", {LAYERS}),
        ("judge/traffic.py", "import scoreline.drivers.build", {LAYERS}),
        ("endpoint/model.py", "import scoreline.judge.numbers", {LAYERS}),
        ("runner/run.py", "import scoreline.reports.failure", {LAYERS}),
        ("plugin/state.py", "import scoreline.commands.run", {LAYERS}),
        ("commands/list.py", "import scoreline.commands.run", {COMMANDS}),
        ("runner/run.py", "import pytest", {PYTEST}),
        ("plugin/state.py", "import _pytest.nodes", {PRIVATE}),
        ("reports/failure.py", "import asyncio", {CALCULATION}),
    ],
)
def test_broken_contract_is_caught(
    tmp_path: Path, module: str, line: str, contracts: set[str]
) -> None:
    """A module that imports what it must not breaks just the contract that forbids it."""
    shutil.copytree(PACKAGE, tmp_path / "scoreline", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "scoreline" / module
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    done = lint(tmp_path)
    assert done.returncode != 0
    assert broken(done.stdout) == contracts
