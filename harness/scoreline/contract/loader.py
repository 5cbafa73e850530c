"""Reads the contract's files, as no other module does; collects what is wrong, then raises."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scoreline.contract import reading
from scoreline.contract.case import Case
from scoreline.contract.client import Client
from scoreline.contract.expansion import expand
from scoreline.contract.problem import BadInputError, Problem
from scoreline.contract.requirement import Requirement
from scoreline.contract.schema import Schemas
from scoreline.contract.vector import Vector, vector_from

_PACKAGE = Path(__file__).parents[1]


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


def schemas_folder() -> Path:
    """The folder `schemas`: inside the installed package, else beside it in a checkout."""
    packaged = _PACKAGE / "schemas"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "schemas"


def reference_manifests() -> tuple[Path, ...]:
    """The manifests of the reference clients in a checkout, sorted; none when installed."""
    return tuple(sorted((_PACKAGE.parents[1] / "clients").glob("*/client.toml")))


@cache
def load_schemas() -> Schemas:
    """The project's own schemas; they are tested, so nothing is caught here."""
    folder = schemas_folder()
    return Schemas(
        {
            path.relative_to(folder).as_posix().removesuffix(".schema.json"): json.loads(
                path.read_text("utf-8")
            )
            for path in sorted(folder.rglob("*.schema.json"))
        }
    )


def load_clients(paths: Iterable[Path]) -> tuple[Client, ...]:
    """Reads client manifests, each a `client.toml` or a folder that holds one.

    Raises:
        BadInputError: a file cannot be read or is no manifest, or two clients share a name.
    """
    problems: list[Problem] = []
    clients: dict[str, Client] = {}
    for given in paths:
        path = given / "client.toml" if given.is_dir() else given
        document = _toml(path, "harness/client", problems)
        if document is None:
            continue
        client = reading.client_from(document, path.resolve().parent)
        if client.name in clients:
            other = clients[client.name].folder
            problems.append(Problem(str(path), "name", f"{client.name!r} is also that of {other}"))
        clients[client.name] = client
    if problems:
        raise BadInputError(problems)
    return tuple(clients.values())


def load_suite(folder: Path | None = None) -> Suite:
    """Reads requirements, vectors and cases.

    Args:
        folder: holds `requirements.toml`, `vectors/` and `cases/`; the project's own by default.

    Raises:
        BadInputError: with everything that is wrong: file, case and field.
    """
    folder = folder or schemas_folder()
    problems: list[Problem] = []
    requirements = {
        identifier: reading.requirement_from(identifier, table)
        for identifier, table in (
            _toml(folder / "requirements.toml", "harness/requirements", problems) or {}
        ).items()
    }
    vectors = _load_vectors(folder / "vectors", problems)
    cases: dict[str, Case] = {}
    for path in sorted((folder / "cases").glob("*.toml")):
        document = _toml(path, "harness/case", problems)
        if document is None:
            continue
        if document["subject"] != path.stem:
            problems.append(Problem(str(path), "subject", f"is not the file's name {path.stem!r}"))
        for case in _read_cases(document, path, requirements, vectors, problems):
            if case.identifier in cases:
                problems.append(Problem(str(path), case.name, "this identifier is there twice"))
            cases[case.identifier] = case
    if not cases and not problems:
        problems.append(Problem(str(folder / "cases"), "", "there is no case"))
    if problems:
        raise BadInputError(problems)
    return Suite(requirements, vectors, tuple(cases.values()))


def _load_vectors(folder: Path, problems: list[Problem]) -> dict[str, Vector]:
    vectors: dict[str, Vector] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            document = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            problems.append(Problem(str(path), "", str(error)))
            continue
        found = list(_schema_problems(path, "harness/vector", document))
        problems.extend(found)
        if found:
            continue
        try:
            vector = vector_from(document)
        except ValueError as error:
            problems.append(Problem(str(path), "", str(error)))
            continue
        if vector.name != path.stem:
            problems.append(Problem(str(path), "name", f"is not the file's name {path.stem!r}"))
        vectors[vector.name] = vector
    return vectors


def _read_cases(
    document: Mapping[str, Any],
    path: Path,
    requirements: Mapping[str, Requirement],
    vectors: Mapping[str, Vector],
    problems: list[Problem],
) -> Iterator[Case]:
    for definition in document["case"]:
        try:
            expanded = list(expand(definition))
        except KeyError as error:
            message = f"${{{error.args[0]}}} is no member of each table of for_each"
            problems.append(Problem(str(path), definition["name"], message))
            continue
        for case in expanded:
            found = list(_case_problems(case, path, requirements, vectors))
            problems.extend(found)
            if found:
                continue
            try:
                yield reading.case_from(
                    case,
                    subject=document["subject"],
                    why=document["why"],
                    file=path.name,
                    requirements=requirements,
                    vectors=vectors,
                )
            except ValueError as error:
                problems.append(Problem(str(path), case["name"], str(error)))


def _case_problems(
    case: Mapping[str, Any],
    path: Path,
    requirements: Mapping[str, Requirement],
    vectors: Mapping[str, Vector],
) -> Iterator[Problem]:
    """What is wrong with a case once its placeholders are filled in."""
    name = case["name"]
    for where, message in load_schemas().errors("harness/case#/$defs/case", case):
        yield Problem(str(path), f"{name}: {'.'.join(map(str, where))}", message)
    for word in case["requirements"]:
        if word not in requirements:
            message = f"there is no requirement {word!r}"
            yield Problem(str(path), f"{name}: requirements", message)
    vector = case["call"].get("vector")
    if vector is not None and vector not in vectors:
        message = f"there is no vector {vector!r}; there are: {', '.join(sorted(vectors))}"
        yield Problem(str(path), f"{name}: call.vector", message)


def _toml(path: Path, schema: str, problems: list[Problem]) -> dict[str, Any] | None:
    """The document of a TOML file, or None where a problem was added."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        problems.append(Problem(str(path), "", error.strerror or str(error)))
        return None
    except ValueError as error:
        problems.append(Problem(str(path), "", f"is no TOML: {error}"))
        return None
    found = list(_schema_problems(path, schema, document))
    problems.extend(found)
    return None if found else document


def _schema_problems(path: Path, schema: str, document: Any) -> Iterator[Problem]:
    for where, message in load_schemas().errors(schema, document):
        yield Problem(str(path), _place(where, document), message)


def _place(where: tuple[str | int, ...], document: Any) -> str:
    """`status-503: expect.requests` for a field of a case, else the path joined with dots."""
    if len(where) > 1 and where[0] == "case":
        case = document["case"][where[1]]
        name = case.get("name") if isinstance(case, dict) else None
        inner = ".".join(map(str, where[2:]))
        return f"{name or f'case {int(where[1]) + 1}'}: {inner}".rstrip(": ")
    return ".".join(map(str, where))
