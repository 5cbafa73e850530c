"""Files that were found valid are not validated again; any other file is."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from scoreline.fault import Code
from scoreline.formats.problem import BadInputError
from scoreline.formats.schema import Schemas
from scoreline.suite import validated
from scoreline.suite.loader import load_suite


class Folder(Protocol):
    """A suite on disk: see conftest.py."""

    path: Path

    def write(self, name: str, text: str) -> None: ...  # noqa: D102
    def case(self, changes: str, case: str = ...) -> None: ...  # noqa: D102
    def vector(self, **changes: object) -> None: ...  # noqa: D102


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The schemas by which documents are validated, as that happens."""
    names: list[str] = []
    errors = Schemas.errors

    def noted(self: Schemas, name: str, document: object) -> object:
        names.append(name)
        return errors(self, name, document)

    monkeypatch.setattr(Schemas, "errors", noted)
    return names


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that does not exist yet."""
    return tmp_path_factory.mktemp("user") / "cache"


def codes(folder: Folder, cache: Path) -> list[str]:
    """What is wrong with a suite."""
    try:
        load_suite(folder.path, cache)
    except BadInputError as error:
        return [problem.code for problem in error.problems]
    return []


def test_validated_once(folder: Folder, cache: Path, asked: list[str]) -> None:
    """The second time nothing is validated, and the suite is the same; without a cache, all is."""
    first = load_suite(folder.path, cache)
    assert {name.partition("#")[0] for name in asked} == {
        "harness/requirements",
        "harness/vector",
        "harness/case",
    }
    asked.clear()
    assert load_suite(folder.path, cache) == first
    assert asked == []
    load_suite(folder.path)
    assert asked


@pytest.mark.parametrize("name", ["requirements.toml", "cases/made-up.toml", "suite.toml"])
def test_changed_file(folder: Folder, cache: Path, name: str) -> None:
    """A file with a new mistake is validated, though the others are known to be valid."""
    assert codes(folder, cache) == []
    path = folder.path / name
    before = path.read_text("utf-8") if path.exists() else 'version = "1.0.0"\n'
    folder.write(name, f"mistake = 1\n{before}")
    wrong = codes(folder, cache)
    assert set(wrong) & {Code.UNKNOWN_KEY, Code.INVALID}
    assert codes(folder, cache) == wrong


def test_changed_vector(folder: Folder, cache: Path) -> None:
    """So is a vector."""
    assert codes(folder, cache) == []
    folder.vector(mistake=1)
    assert codes(folder, cache) == [Code.UNKNOWN_KEY]


def test_what_schemas_cannot_say_is_always_checked(folder: Folder, cache: Path) -> None:
    """A broken suite is not remembered as a valid one."""
    folder.case("requirements = ['A-3']")
    assert codes(folder, cache) == [Code.UNKNOWN_NAME]
    assert codes(folder, cache) == [Code.UNKNOWN_NAME]
    assert not cache.exists()


def test_renamed_file(folder: Folder, cache: Path, asked: list[str]) -> None:
    """A file's name belongs to what is known: a subject or a vector is called like its file."""
    load_suite(folder.path, cache)
    (folder.path / "vectors" / "one.json").rename(folder.path / "vectors" / "two.json")
    asked.clear()
    assert codes(folder, cache)
    assert asked


def test_other_suite(folder: Folder, cache: Path, asked: list[str]) -> None:
    """Another suite is not known, and the first one is known no more."""
    load_suite(folder.path, cache)
    asked.clear()
    load_suite(cache=cache)
    assert asked
    asked.clear()
    load_suite(folder.path, cache)
    assert asked


def test_forgotten(folder: Folder, cache: Path, asked: list[str]) -> None:
    """After `forget`, everything is validated; there may be nothing to forget."""
    load_suite(folder.path, cache)
    asked.clear()
    assert validated.forget(cache)
    assert not validated.forget(cache)
    load_suite(folder.path, cache)
    assert asked


def test_unusable_cache(folder: Folder, cache: Path, asked: list[str]) -> None:
    """If nothing can be kept, the suite can be loaded all the same."""
    cache.write_text("a file", "utf-8")
    load_suite(folder.path, cache)
    assert asked


def test_unreadable_file(folder: Folder, cache: Path) -> None:
    """A file that cannot be read is reported, as without a cache."""
    (folder.path / "cases" / "broken.toml").mkdir()
    assert codes(folder, cache) == [Code.UNREADABLE]
