"""The suite: everything that a run judges by, read from one folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scoreline.fault import Code
from scoreline.formats.problem import BadInputError, Problem
from scoreline.formats.schema import schema_problems, schemas_folder
from scoreline.formats.toml import read_toml
from scoreline.suite import validated
from scoreline.suite.case import Case
from scoreline.suite.case_file import read_cases
from scoreline.suite.requirement import Requirement, read_requirements
from scoreline.suite.resolution import resolve
from scoreline.suite.vector import Vector, read_vector

_CONTROL = "documented"


@dataclass(frozen=True, slots=True)
class Suite:
    """Everything that a run judges by.

    Attributes:
        requirements: by identifier.
        vectors: by name.
        cases: in the order of files and definitions.
        version: such as `0.1.0`; empty if the suite does not state one.
    """

    requirements: Mapping[str, Requirement]
    vectors: Mapping[str, Vector]
    cases: tuple[Case, ...]
    version: str = ""

    @property
    def control(self) -> Vector:
        """The vector of the control calls that follow if no request is expected."""
        return self.vectors[_CONTROL]


def load_suite(folder: Path | None = None, cache: Path | None = None) -> Suite:
    """Reads version, requirements, vectors and cases.

    A name that a case refers to is looked up among all names, those of broken files included, so
    that one mistake is reported once and not again for each case that refers to it.

    Args:
        folder: holds `requirements.toml`, `vectors/`, `cases/` and, if the suite has a version,
            `suite.toml`; the project's own by default.
        cache: keeps which files are known to be valid by their schemas; None validates always.

    Raises:
        BadInputError: with everything that is wrong: file, case and field.
    """
    folder = folder or schemas_folder()
    problems: list[Problem] = []
    found = _digest(folder) if cache else ""
    valid = bool(found) and cache is not None and validated.is_known(cache, found)
    version = _read_version(folder / "suite.toml", problems, valid=valid)
    requirements = read_requirements(folder / "requirements.toml", problems, valid=valid)
    vectors = {
        path.stem: read_vector(path, problems, valid=valid)
        for path in sorted(folder.glob("vectors/*.json"))
    }
    tables = [
        table
        for path in sorted(folder.glob("cases/*.toml"))
        for table in read_cases(
            path,
            requirements=requirements,
            vectors=vectors.keys(),
            problems=problems,
            valid=valid,
        )
    ]
    if not tables and not problems:
        problems.append(Problem(Code.EMPTY, str(folder / "cases"), "", "there is no case"))
    if problems or requirements is None:
        raise BadInputError(problems)
    if cache and found and not valid:
        validated.remember(cache, found)
    usable = {name: vector for name, vector in vectors.items() if vector is not None}
    cases = tuple(resolve(table, requirements, usable) for table in tables)
    return Suite(requirements, usable, cases, version)


def _digest(folder: Path) -> str:
    """The digest of a suite's files and of the schemas; empty if one cannot be read."""
    suite = [folder / "suite.toml", folder / "requirements.toml"]
    files = [
        *(path for path in suite if path.exists()),
        *folder.glob("vectors/*.json"),
        *folder.glob("cases/*.toml"),
        *schemas_folder().rglob("*.schema.json"),
    ]
    try:
        return validated.digest(files)
    except OSError:
        return ""


def _read_version(path: Path, problems: list[Problem], *, valid: bool) -> str:
    if not path.exists():
        return ""
    document = read_toml(path, problems)
    if document is None:
        return ""
    found = [] if valid else list(schema_problems(path, "harness/suite", document))
    problems.extend(found)
    return "" if found else str(document["version"])
