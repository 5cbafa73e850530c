"""Start-up, and the commands beside `run`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import pytest

from scoreline import __version__
from scoreline.commands import serve
from scoreline.endpoint.serving import ServeOptions
from scoreline.formats.schema import schemas_folder
from scoreline.suite.loader import load_suite

HARNESS: Final = Path(__file__).parents[2] / "harness"
COMMAND: Final = (sys.executable, "-m", "scoreline.cli")


class Done(Protocol):
    """What a call of the command left: see conftest.py."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["run", "--help"], []])
def test_nothing_heavy_is_imported(arguments: list[str]) -> None:
    """Version, help and usage need none of the libraries that take time to import."""
    code = (
        "import sys\nfrom scoreline.cli import main\n"
        f"try: main({arguments})\nexcept SystemExit: pass\n"
        "heavy = {'aiohttp', 'asyncio', 'docker', 'rich', 'jsonschema', 'scoreline.contract'}\n"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)"
    )
    subprocess.run((sys.executable, "-c", code), check=True, capture_output=True)


def test_version(call: Call) -> None:
    """The version is that of the package."""
    assert call("--version").out == f"scoreline {__version__}\n"


def test_list_cases(call: Call) -> None:
    """The cases are listed with level and title, which is also what `list` alone does."""
    done = call("list")
    cases = load_suite().cases
    assert [line.split()[:2] for line in done.out.splitlines()] == [
        [case.identifier, case.level.value] for case in cases
    ]
    assert call("list", "cases") == done


def test_list_requirements(call: Call) -> None:
    """Each requirement is listed with its source and the cases that prove it."""
    out = call("list", "requirements").out
    for identifier, requirement in load_suite().requirements.items():
        assert f"{identifier} ({requirement.level.value}): {requirement.text}\n" in out
    assert re.search(r"^    cases:  $", out, re.MULTILINE) is None


def test_list_clients(call: Call) -> None:
    """The reference clients are listed with their folders."""
    lines = call("list", "clients").out.splitlines()
    assert [line.split()[0] for line in lines] == ["csharp", "go", "java", "python"]


def test_explain(call: Call) -> None:
    """A case is told in words; a pattern tells each case that it matches."""
    done = call("explain", "errors/status-50*")
    assert done.status == 0
    assert done.out.count("Proves:   ERROR-1") == 2
    assert "\n\nerrors/status-503  (core)\n" in done.out


def test_terminal_of_few_letters(tmp_path: Path) -> None:
    """What a terminal's encoding has no letters for is escaped, and stops nothing."""
    done = subprocess.run(
        (*COMMAND, "explain", "scoring/payload-power-bi"),
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert b"Zo\\xeb" in done.stdout


def test_serve(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """The options of `serve` reach the program, and its status comes back."""
    given: list[ServeOptions] = []

    def take(options: ServeOptions) -> int:
        given.append(options)
        return 2

    monkeypatch.setattr(serve, "serve", take)
    assert call("serve").status == 2
    assert call("serve", "--host", "::1", "--port", "0", "--name", "a", "--no-key").status == 2
    assert given == [ServeOptions(), ServeOptions(host="::1", port=0, key=False, name="a")]


def test_installed_without_clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed as a wheel it has its cases with it, and asks for a client, as it has none."""
    site = tmp_path / "site-packages"
    shutil.copytree(HARNESS / "scoreline", site / "scoreline")
    shutil.copytree(schemas_folder(), site / "scoreline" / "schemas")
    monkeypatch.setenv("PYTHONPATH", str(site))
    said = [
        subprocess.run((*COMMAND, *arguments), check=False, capture_output=True, text=True)
        for arguments in (("list", "cases"), ("list", "clients"), ("run",))
    ]
    assert [one.returncode for one in said] == [0, 0, 2]
    assert "scoring/documented" in said[0].stdout
    assert said[1].stdout.startswith("no reference clients: ")
    assert said[2].stderr.startswith("scoreline: scoreline run: name a client.toml: ")
