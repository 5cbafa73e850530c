"""Start-up, `list` and `explain`."""

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
from scoreline.drivers import registry
from scoreline.fault import Code, Fault, FaultError
from scoreline.formats.schema import schemas_folder
from scoreline.suite.loader import load_suite

HARNESS: Final = Path(__file__).parents[2] / "harness"
COMMAND: Final = (sys.executable, "-m", "scoreline.cli")


class Done(Protocol):
    """The result of a call of the command, as conftest.py defines it."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["run", "--help"], []])
def test_no_slow_library_is_imported(arguments: list[str]) -> None:
    """Version, help and usage import none of the slow libraries."""
    code = (
        "import sys\nfrom scoreline.cli import main\n"
        f"try: main({arguments})\nexcept SystemExit: pass\n"
        "heavy = {'aiohttp', 'asyncio', 'docker', 'rich', 'jsonschema', 'scoreline.suite'}\n"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)"
    )
    subprocess.run((sys.executable, "-c", code), check=True, capture_output=True)


def test_version(call: Call) -> None:
    """The version is that of the package."""
    assert call("--version").out == f"scoreline {__version__}\n"


def test_list_cases(call: Call) -> None:
    """The cases are listed with level and title, also by `list` without arguments."""
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
    """A pattern explains each case that it matches."""
    done = call("explain", "errors/status-50[03]")
    assert done.status == 0
    assert done.out.count("Proves:   ERROR-1") == 2
    assert "\n\nerrors/status-503  (core)\n" in done.out


def test_explain_requirement(call: Call) -> None:
    """A requirement is explained with its source and the cases that prove it."""
    done = call("explain", "ERROR-1")
    requirement = load_suite().requirements["ERROR-1"]
    assert done.status == 0
    assert done.out.startswith(f"ERROR-1  (core)\n{requirement.text}\n\nSource:   ")
    assert "\n          errors/status-503: " in done.out
    assert call("explain", "ERROR-*").out.count("\nSource: ") > 1


def test_completion(tmp_path: Path) -> None:
    """A shell completes commands, options and the identifiers of cases and requirements."""

    def completions(line: str) -> set[str]:
        environment = os.environ | {
            "_ARGCOMPLETE": "1",
            "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
            "_ARGCOMPLETE_STDOUT_FILENAME": str(tmp_path / "out"),
            "COMP_LINE": line,
            "COMP_POINT": str(len(line)),
        }
        subprocess.run(COMMAND, check=False, capture_output=True, env=environment, timeout=60)
        return set((tmp_path / "out").read_text("utf-8").split("\v"))

    assert completions("scoreline ru") == {"run"}
    assert "--last-failed" in completions("scoreline run --la")
    assert "errors/status-503" in completions("scoreline run --case errors/")
    assert "ERROR-1" in completions("scoreline explain ERR")


def test_clean(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What each driver removes is shown, and one that cannot be used here is no failure."""

    class Works:
        def __init__(self, cache: Path) -> None:
            assert cache == tmp_path / "cache" / "scoreline"

        async def clean(self) -> tuple[str, ...]:
            return ("one", "two\x1b")

    class Refuses(Works):
        async def clean(self) -> tuple[str, ...]:
            raise FaultError(Fault(Code.ENGINE_UNAVAILABLE, "no engine"))

    monkeypatch.setattr(registry, "DRIVERS", {"a": lambda: Works, "b": lambda: Refuses})
    call("list")  # keeps a digest
    done = call("clean")
    digest = "removed the digest of the files that were last found valid\n"
    assert (done.status, done.out) == (0, f"removed one\nremoved two\\x1b\n{digest}")
    assert done.err == "scoreline: b: no engine\n"


def test_nothing_to_clean(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """That there was nothing is shown as well."""
    monkeypatch.setattr(registry, "DRIVERS", {"process": registry.DRIVERS["process"]})
    assert call("clean").out == "nothing to remove\n"


def test_terminal_without_unicode(tmp_path: Path) -> None:
    """Characters that the encoding of the terminal lacks are escaped."""
    done = subprocess.run(
        (*COMMAND, "explain", "scoring/payload-power-bi"),
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert b"Zo\\xeb" in done.stdout


def test_installed_without_clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed as a wheel the command has cases but no reference clients, so `run` needs one."""
    site = tmp_path / "site-packages"
    shutil.copytree(HARNESS / "scoreline", site / "scoreline")
    shutil.copytree(schemas_folder(), site / "scoreline" / "schemas")
    monkeypatch.setenv("PYTHONPATH", str(site))
    results = [
        subprocess.run((*COMMAND, *arguments), check=False, capture_output=True, text=True)
        for arguments in (("list", "cases"), ("list", "clients"), ("run",))
    ]
    assert [one.returncode for one in results] == [0, 0, 2]
    assert "scoring/documented" in results[0].stdout
    assert results[1].stdout.startswith("no reference clients: ")
    assert results[2].stderr.startswith("scoreline: MANIFEST: ")
