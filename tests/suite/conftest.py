"""A small valid suite for each test, to be broken by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoreline.formats.problem import BadInputError
from scoreline.suite.loader import load_suite

REQUIREMENTS = """
[A-1]
level = "core"
text = "A client MUST score."
source = "made up"

[A-2]
level = "full"
text = "A client SHOULD do more."
source = "made up"
"""
VECTOR = {
    "name": "one",
    "title": "one row",
    "source": "made up",
    "rows": [[1.0, 2.0]],
    "predictions": [1.5],
    "tolerance": {"relative": 1e-12},
}
HEAD = """
subject = "made-up"
why = "It exists to be read by these tests."
"""
CASE = """
[[case]]
name = "scores"
title = "scores one row"
requirements = ["A-1"]
call.vector = "one"
"""


class Folder:
    """A suite on disk.

    Attributes:
        path: the folder.
    """

    def __init__(self, path: Path) -> None:
        """Writes a valid suite into the folder."""
        self.path = path
        for name in ("vectors", "cases"):
            (path / name).mkdir()
        self.write("requirements.toml", REQUIREMENTS)
        self.write("vectors/one.json", json.dumps(VECTOR))
        self.cases(CASE)

    def write(self, name: str, text: str) -> None:
        """Writes a file."""
        (self.path / name).write_text(text, "utf-8")

    def cases(self, text: str, head: str = HEAD) -> None:
        """Writes the case file."""
        self.write("cases/made-up.toml", head + text)

    def case(self, changes: str, case: str = CASE) -> None:
        """Writes the case with further lines; a line replaces the one with the same key."""
        lines = dict(line.split(" = ", 1) for line in case.splitlines() if " = " in line)
        lines |= dict(
            line.strip().split(" = ", 1) for line in changes.splitlines() if " = " in line
        )
        if "call" in lines:  # the whole table instead of its only member
            lines.pop("call.vector", None)
        self.cases("\n[[case]]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items()))

    def vector(self, **changes: object) -> None:
        """Writes the vector with other members; a member that is None is left out."""
        members = {name: value for name, value in (VECTOR | changes).items() if value is not None}
        self.write("vectors/one.json", json.dumps(members))

    def problems(self) -> list[tuple[str, str, str]]:
        """What is wrong: code, file below the folder, and field."""
        try:
            load_suite(self.path)
        except BadInputError as error:
            return [
                (problem.code, problem.file.replace(f"{self.path}/", ""), problem.where)
                for problem in error.problems
            ]
        return []


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A valid suite."""
    return Folder(tmp_path)


@pytest.fixture
def good_case() -> str:
    """The case of the valid suite, as TOML."""
    return CASE
