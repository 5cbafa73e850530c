"""The import contracts of pyproject.toml hold, and each of them can be broken."""

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

LAYERS, CYCLES, COMMANDS, PYTEST, PRIVATE, FILES, DOCKER, DRIVERS = (
    contract["name"] for contract in CONTRACTS
)
BY_NAME: Final = {contract["name"]: contract for contract in CONTRACTS}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Checks the contracts against the copy of the package in a folder."""
    return subprocess.run(
        (sys.executable, "-c", LINT, "--config", ROOT / "pyproject.toml", "--no-cache"),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=BOUND_SECONDS,
    )


def broken(output: str) -> set[str]:
    """The names of the broken contracts."""
    return set(re.findall(r"^(.+) BROKEN\b", output, re.MULTILINE))


def modules(folder: Path) -> set[str]:
    """The full names of the modules and packages directly in a package's folder."""
    parent = ".".join(("scoreline", *folder.relative_to(PACKAGE).parts))
    return {
        f"{parent}.{path.stem}"
        for path in folder.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    } - {f"{parent}.__init__"}


def test_contracts_are_kept() -> None:
    """No module breaks a contract."""
    done = lint(PACKAGE.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


def test_every_package_has_its_layer() -> None:
    """Every module and package at the top of scoreline is in the layers."""
    layers = " | ".join(BY_NAME[LAYERS]["layers"]).split(" | ")
    assert sorted(layers) == sorted(modules(PACKAGE))


def test_every_command_is_independent() -> None:
    """Every command is among those that must not import each other."""
    assert set(BY_NAME[COMMANDS]["modules"]) == modules(PACKAGE / "commands")


def test_every_package_but_the_plugin_is_kept_from_pytest() -> None:
    """Every module and package except the plugin is among those that must not import pytest."""
    sources = set(BY_NAME[PYTEST]["source_modules"])
    assert sources == modules(PACKAGE) - {"scoreline.plugin"}


@pytest.mark.parametrize(
    ("module", "line", "contracts"),
    [
        ("suite/case.py", "import scoreline.runner.options", {LAYERS, CYCLES}),
        ("judge/traffic.py", "import scoreline.drivers.build", {LAYERS}),
        ("endpoint/model.py", "import scoreline.judge.numbers", {LAYERS}),
        ("runner/run.py", "import scoreline.reports.failure", {LAYERS}),
        ("plugin/state.py", "import scoreline.commands.run", {LAYERS}),
        ("fault.py", "import scoreline.formats.json", {LAYERS, CYCLES}),
        ("drivers/program.py", "import scoreline.drivers.session", {CYCLES}),
        ("commands/list.py", "import scoreline.commands.run", {COMMANDS}),
        ("runner/run.py", "import pytest", {PYTEST}),
        ("plugin/state.py", "import _pytest.nodes", {PRIVATE}),
        ("reports/failure.py", "import asyncio", {FILES}),
        ("runner/run.py", "import docker", {DOCKER}),
        ("drivers/session.py", "import docker", {DOCKER}),
        ("runner/run.py", "import scoreline.drivers.container_table", {DRIVERS}),
        ("plugin/state.py", "import scoreline.drivers.process", {DRIVERS}),
    ],
)
def test_broken_contract_is_caught(
    tmp_path: Path, module: str, line: str, contracts: set[str]
) -> None:
    """A forbidden import breaks the contracts that forbid it, and no others."""
    shutil.copytree(PACKAGE, tmp_path / "scoreline", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "scoreline" / module
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    done = lint(tmp_path)
    assert done.returncode != 0
    assert broken(done.stdout) == contracts
