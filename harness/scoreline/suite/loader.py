"""Reads the contract's files, as no other module does; collects what is wrong, then raises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from scoreline.formats.json import parse
from scoreline.formats.problem import BadInputError, Problem, place
from scoreline.formats.schema import load_schemas, schema_problems, schemas_folder
from scoreline.formats.toml import read_toml
from scoreline.suite import reading
from scoreline.suite.case import Case
from scoreline.suite.contradiction import contradictions
from scoreline.suite.expansion import expand
from scoreline.suite.requirement import Requirement
from scoreline.suite.vector import Vector, vector_from

_CONTROL = "documented-first"


@dataclass(frozen=True, slots=True)
class Suite:
    """All that a run judges by.

    Attributes:
        requirements: by identifier.
        vectors: by name.
        cases: in the order of files and definitions.
    """

    requirements: Mapping[str, Requirement]
    vectors: Mapping[str, Vector]
    cases: tuple[Case, ...]

    @property
    def control(self) -> Vector:
        """The vector of the control calls that follow where nothing was to be sent."""
        return self.vectors[_CONTROL]


def load_suite(folder: Path | None = None) -> Suite:
    """Reads requirements, vectors and cases.

    Args:
        folder: holds `requirements.toml`, `vectors/` and `cases/`; the project's own by default.

    Raises:
        BadInputError: with everything that is wrong: file, case and field.
    """
    return _SuiteReader(folder or schemas_folder()).read()


class _SuiteReader:
    """Reads one suite: looks at everything first, and makes values of it where nothing is wrong.

    What a case refers to is looked up among all names that are there, those of broken files
    included, so that one mistake is told once and not again in each case that refers to it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: list[Problem] = []
        self._requirements: dict[str, Requirement] | None = None
        self._vectors: dict[str, Vector | None] = {}
        self._cases: dict[str, _Table] = {}

    def read(self) -> Suite:
        self._read_requirements(self._folder / "requirements.toml")
        for path in sorted((self._folder / "vectors").glob("*.json")):
            self._vectors[path.stem] = self._read_vector(path)
        for path in sorted((self._folder / "cases").glob("*.toml")):
            self._read_cases(path)
        if not self._cases and not self._problems:
            self._add(self._folder / "cases", "", "there is no case")
        if self._problems:
            raise BadInputError(self._problems)
        requirements = self._requirements or {}
        vectors = {name: vector for name, vector in self._vectors.items() if vector is not None}
        cases = (
            reading.case_from(
                table.case,
                subject=table.document["subject"],
                why=table.document["why"],
                file=table.path.name,
                requirements=requirements,
                vectors=vectors,
            )
            for table in self._cases.values()
        )
        return Suite(requirements, vectors, tuple(cases))

    def _add(self, path: Path, where: str, message: str) -> None:
        self._problems.append(Problem(str(path), where, message))

    def _read_requirements(self, path: Path) -> None:
        document = read_toml(path, self._problems)
        if document is None or self._breaks_schema(path, "harness/requirements", document):
            return
        self._requirements = {
            identifier: reading.requirement_from(identifier, table)
            for identifier, table in document.items()
        }

    def _read_vector(self, path: Path) -> Vector | None:
        try:
            document = parse(path.read_bytes())
            if self._breaks_schema(path, "harness/vector", document):
                return None
            vector = vector_from(cast("dict[str, Any]", document))
        except OSError as error:
            self._add(path, "", error.strerror or str(error))
        except (ValueError, OverflowError) as error:
            self._add(path, "", str(error))
        else:
            if vector.name != path.stem:
                self._add(path, "name", f"is not the file's name {path.stem!r}")
            return vector
        return None

    def _breaks_schema(self, path: Path, schema: str, document: Any) -> bool:
        found = list(schema_problems(path, schema, document))
        self._problems.extend(found)
        return bool(found)

    def _read_cases(self, path: Path) -> None:
        document = read_toml(path, self._problems)
        if document is None:
            return
        given = document.get("case")
        definitions = given if isinstance(given, list) else []
        broken: set[str | int] = set()
        for where, message in load_schemas().errors("harness/case", document):
            self._add(path, place(where, document), message)
            in_one_case = len(where) > 1 and where[0] == "case"
            broken.update({where[1]} if in_one_case else range(len(definitions)))
        if document.get("subject", path.stem) != path.stem:
            self._add(path, "subject", f"is not the file's name {path.stem!r}")
        for index, definition in enumerate(definitions):
            if index not in broken:
                self._read_definition(definition, document, path)

    def _read_definition(
        self, definition: Mapping[str, Any], document: Mapping[str, Any], path: Path
    ) -> None:
        try:
            expanded = list(expand(definition))
        except KeyError as error:
            message = f"${{{error.args[0]}}} is no member of each table of for_each"
            self._add(path, definition["name"], message)
            return
        for case in expanded:
            for field, message in self._wrong(case):
                self._add(path, f"{case['name']}: {field}", message)
            identifier = f"{document['subject']}/{case['name']}"
            if identifier in self._cases:
                self._add(path, f"{case['name']}: name", "there are two cases of this name")
            self._cases[identifier] = _Table(case, document, path)

    def _wrong(self, case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What is wrong with a case once its placeholders are filled in: the field, and words."""
        errors = list(load_schemas().errors("harness/case#/$defs/case", case))
        if errors:
            yield from ((".".join(map(str, where)), message) for where, message in errors)
            return
        if self._requirements is not None:
            for word in case["requirements"]:
                if word not in self._requirements:
                    yield "requirements", f"there is no requirement {word!r}"
        vector = case["call"].get("vector")
        if vector is not None and vector not in self._vectors:
            names = ", ".join(sorted(self._vectors))
            yield "call.vector", f"there is no vector {vector!r}; there are: {names}"
        yield from contradictions(case)


@dataclass(frozen=True, slots=True)
class _Table:
    """An expanded case and the file it stands in."""

    case: Mapping[str, Any]
    document: Mapping[str, Any]
    path: Path
