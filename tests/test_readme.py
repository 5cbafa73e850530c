"""What README.md and CONTRIBUTING.md print works, and prints what they show.

The commands that install or build are not run here: CI runs those tasks themselves. What is left of
them is checked to exist.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from scoreline.cli import _parser
from scoreline.suite.loader import load_suite

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
BOUND_SECONDS: Final = 120.0
ELSEWHERE: Final = (
    "python3 -m venv .venv",
    "python3 noxfile.py -s ",
    "pip install -e .",
    'eval "$(register-python-arg',
)
"""Beginnings of commands that have their own test."""
VARIES: Final = (
    (r"\d+\.\d+ s", "SECONDS"),
    (r"\b\d+\.\d+\.\d+\b( on )\d+\.\d+\.\d+", r"VERSION\1VERSION"),
    (r" on CPython \d+\.\d+\.\d+", " on CPython VERSION"),
    (r"127\.0\.0\.1:\d+", "HOST"),
    (r"service/[^/]+/", "service/NAME/"),
    (r"\bseed \d+", "seed NUMBER"),
    (r"predictions \[\d+\.\d+\]", "predictions [DRAWN]"),
    (r"on connection \d+", "on connection N"),
)
"""What differs from run to run."""


def page(name: str) -> str:
    """The text of a page."""
    return (ROOT / name).read_text("utf-8")


def blocks(name: str) -> Iterator[tuple[str, list[str]]]:
    """Each command in the console blocks of a page, without its comment, and its output."""
    for block in re.findall(r"^```console\n(.*?)^```$", page(name), re.DOTALL | re.MULTILINE):
        for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, *output = command.rstrip("\n").split("\n")
            yield re.sub(r"\s+# .*", "", line), output


COMMANDS: Final = [(name, *one) for name in PAGES for one in blocks(name)]


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, by name."""
    (commands,) = (action for action in _parser()._actions if action.dest == "command")
    assert isinstance(commands.choices, dict)
    return commands.choices


def run(command: str, folder: Path) -> list[str]:
    """The output of a command, as lines."""
    done = subprocess.run(
        (sys.executable, "-m", "scoreline.cli", *shlex.split(command)[1:]),
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": str(ROOT / "harness"), "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
        timeout=BOUND_SECONDS,
    )
    assert done.stderr == ""
    return done.stdout.rstrip("\n").split("\n")


def stable(line: str) -> str:
    """A line without what differs from run to run."""
    for pattern, instead in VARIES:
        line = re.sub(pattern, instead, line)
    return line


def matches(shown: str, printed: str) -> bool:
    """Whether a line of the page is what was printed; `…` at its end stands for any rest."""
    expected, found = stable(shown), stable(printed)
    if expected.endswith("…"):
        return found.startswith(expected[:-1])
    return expected == found


@pytest.fixture
def mine(smallest: Path, tmp_path: Path) -> Path:
    """A folder with the client `mine`: the smallest adapter, with a wrong content type."""
    shutil.copytree(smallest, tmp_path / "mine")
    for name in ("adapter.py", "client.toml"):
        path = tmp_path / "mine" / name
        text = path.read_text("utf-8").replace('"smallest"', '"mine"')
        path.write_text(text.replace('"application/json"', '"application/scoring+json"'), "utf-8")
    return tmp_path


def test_failure(mine: Path) -> None:
    """The failure in README.md is printed as it is shown there."""
    ((command, shown),) = (
        (command, output) for command, output in blocks("README.md") if "run mine/" in command
    )
    printed = run(f"{command} --driver process", mine)
    printed = [line.replace(" --driver process", "") for line in printed]
    assert len(shown) == len(printed)
    for one, other in zip(shown, printed, strict=True):
        assert matches(one, other), f"README.md shows\n{one}\nand the command prints\n{other}"


def test_run_of_the_four() -> None:
    """The numbers of the run in README.md are those of the suite."""
    ((_, shown),) = (output for output in blocks("README.md") if output[0] == "scoreline run")
    cases = load_suite().cases
    levels = [
        sum(case.level.value == level for case in cases) for level in ("core", "resilient", "full")
    ]
    assert f": 4 clients, {len(cases)} cases, seed " in shown[0]
    rows = [line for line in shown if line.startswith("│")]
    assert len(rows) == 4
    for line in rows:
        assert re.findall(r"(\d+)/(\d+)", line) == [(str(one), str(one)) for one in levels]
    assert sum(line.endswith(f": finished: {len(cases)} passed") for line in shown) == 4
    assert shown[-1].startswith(f"{4 * len(cases)} passed, 0 failed in ")


@pytest.mark.parametrize(("name", "command", "output"), COMMANDS)
def test_command_is_known(name: str, command: str, output: list[str]) -> None:
    """Each command that a page prints is one of the program's, with arguments that it takes."""
    del name, output
    if command.startswith(ELSEWHERE):
        return
    words = shlex.split(command)
    assert words[0] == "scoreline"
    _parser().parse_args(words[1:])


def test_inline_commands_are_known() -> None:
    """Commands within a sentence or a table take the options that are shown."""
    for name in PAGES:
        for command in re.findall(r"`scoreline ([a-z]+)", page(name)):
            assert command in parsers()
        for session in re.findall(r"noxfile\.py -s ([a-z]+)", page(name)):
            assert f"def {session}(" in (ROOT / "noxfile.py").read_text("utf-8")


def test_every_option_is_documented() -> None:
    """README.md has every option of `scoreline run` and `scoreline serve`, and no other."""
    text = page("README.md").partition("## Commands")[2].partition("\n## ")[0]
    documented = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))
    known_to = parsers()
    known = {
        option
        for command in ("run", "serve")
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", known_to[command].format_help())
    }
    for option in known - {"--help", "--host", "--port", "--name"}:
        assert option in documented
    assert documented <= known | {"--scoreline", "--scoreline-client"}


def test_every_command_is_documented() -> None:
    """README.md has every command."""
    assert set(re.findall(r"^\| `scoreline ([a-z]+)", page("README.md"), re.MULTILINE)) == set(
        parsers()
    )


def test_nothing_is_fetched_from_where_nothing_is() -> None:
    """No page tells to clone or install what is not published."""
    for name in PAGES:
        assert not re.search(r"git clone|pip install (scoreline|azureml)", page(name))


def test_exit_statuses(tmp_path: Path) -> None:
    """The exit statuses that README.md lists are those of the command's help."""
    shown = run("scoreline run --help", tmp_path)
    assert shown[-2].startswith("exit status: 0 all as expected; 1 a client failed")
    assert "Exit status: 0 all as expected; 1 a client failed" in page("README.md")


def test_changelog() -> None:
    """CHANGELOG.md has the form of Keep a Changelog, with the unreleased changes first."""
    lines = page("CHANGELOG.md").splitlines()
    assert lines[0] == "# Changelog"
    versions = [line for line in lines if line.startswith("## ")]
    assert versions[0] == "## [Unreleased]"
    for line in versions[1:]:
        assert re.fullmatch(r"## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", line)
    kinds = {line.removeprefix("### ") for line in lines if line.startswith("### ")}
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
