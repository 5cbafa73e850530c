"""TOML: only what JSON can also represent, with a problem for each other value."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoreline.fault import Code
from scoreline.formats.problem import BadInputError, Problem
from scoreline.formats.toml import read_toml


def read(path: Path, text: str) -> tuple[object, list[tuple[str, str]]]:
    """The document in a file with this text, and the code and field of each problem."""
    file = path / "file.toml"
    file.write_text(text, "utf-8")
    problems: list[Problem] = []
    document = read_toml(file, problems)
    assert all(problem.file == str(file) for problem in problems)
    return document, [(problem.code, problem.where) for problem in problems]


def test_document(tmp_path: Path) -> None:
    """A document of texts, numbers, booleans, arrays and tables is read as it is."""
    assert read(tmp_path, 'a = "x"\nb = [1, 1.5, true]\n[c]\nd = 2') == (
        {"a": "x", "b": [1, 1.5, True], "c": {"d": 2}},
        [],
    )


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a = nan", "a"),
        ("a.b = [1.0, -inf]", "a.b.1"),
        ("a = 12:00:00", "a"),
        ("[[case]]\nname = 'one'\nat = 2020-01-01", "one: at"),
        ("[[case]]\nat = 2020-01-01", "case 1: at"),
    ],
)
def test_values_that_json_does_not_have(tmp_path: Path, text: str, where: str) -> None:
    """A date, a time, an infinity or NaN is reported with its field."""
    assert read(tmp_path, text) == (None, [(Code.INVALID, where)])


def test_all_at_once(tmp_path: Path) -> None:
    """Each value that JSON does not have is reported."""
    assert read(tmp_path, "a = nan\nb = inf")[1] == [(Code.INVALID, "a"), (Code.INVALID, "b")]


def test_not_toml(tmp_path: Path) -> None:
    """A file that is not TOML is reported as such."""
    assert read(tmp_path, "a =") == (None, [(Code.NOT_TOML, "")])


def test_missing_file(tmp_path: Path) -> None:
    """A file that does not exist is reported as unreadable."""
    problems: list[Problem] = []
    assert read_toml(tmp_path / "none.toml", problems) is None
    assert [problem.code for problem in problems] == [Code.UNREADABLE]


def test_error_as_text() -> None:
    """The text of an error has one line per problem: file, field and message, if not empty."""
    problems = (
        Problem(Code.INVALID, "a.toml", "x", "is wrong"),
        Problem(Code.EMPTY, "b.toml", "", "is empty"),
    )
    error = BadInputError(problems)
    assert error.problems == problems
    assert str(error) == "a.toml: x: is wrong\nb.toml: is empty"
