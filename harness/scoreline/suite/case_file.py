"""A case file: one subject of the suite and its cases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from scoreline.fault import Code
from scoreline.formats.problem import Problem, field_of, place
from scoreline.formats.schema import Schemas, load_schemas
from scoreline.formats.suggestion import suggestion
from scoreline.formats.toml import read_toml
from scoreline.suite.case import Case
from scoreline.suite.contradiction import contradictions
from scoreline.suite.declaration import declared
from scoreline.suite.expansion import FOR_EACH, PLACEHOLDER_SCHEMAS, PLACEHOLDERS, expand
from scoreline.suite.story import step_tables
from scoreline.suite.vacuity import vacuous, vacuous_members

_SCHEMA = "harness/case"
_MODAL = frozenset({"must", "should", "may", "can", "shall", "will"})
"""Verbs with which a title would state a wish: it follows "A client"."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One subject of the suite: why it exists, and its cases."""

    subject: Annotated[
        str,
        declared(
            "First part of each identifier; the file's name without its ending.",
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        ),
    ]
    why: Annotated[
        str, declared("Why the subject exists, for a reader who is new to it.", minLength=20)
    ]
    case: Annotated[tuple[Case, ...], declared("The cases of the subject.", minItems=1)]


@dataclass(frozen=True, slots=True)
class CaseTable:
    """An expanded case as its file states it, with nothing derived.

    Attributes:
        case: the table; valid if its file has no problem.
        subject: the file's subject.
        why: why the subject exists.
        file: the file's name.
        definition: number of the definition that it is expanded from, from 1.
    """

    case: Mapping[str, Any]
    subject: str
    why: str
    file: str
    definition: int


def read_cases(
    path: Path,
    *,
    requirements: Collection[str] | None,
    vectors: Collection[str],
    problems: list[Problem],
    valid: bool,
) -> list[CaseTable]:
    """The expanded cases of a file, in order.

    Args:
        path: the file.
        requirements: identifiers that exist; None if they are unknown, so that they are not
            checked.
        vectors: names of vectors that exist.
        problems: everything that is wrong with the file is added here.
        valid: the file, and the cases in it, are known to be valid by their schema.
    """
    document = read_toml(path, problems)
    if document is None:
        return []
    given = document.get("case")
    definitions = given if isinstance(given, list) else []
    broken: set[str | int] = set()
    errors = () if valid else load_schemas().errors(_SCHEMA, document)
    for where, code, message in errors:
        problems.append(Problem(code, str(path), place(where, document), message))
        broken.update(where[1:2] if where[:1] == ("case",) else ())
    if document.get("subject", path.stem) != path.stem:
        message = f"is not the file's name {path.stem!r}"
        problems.append(Problem(Code.WRONG_FILE_NAME, str(path), "subject", message))
    tables: list[CaseTable] = []
    for index, definition in enumerate(definitions):
        if index in broken:
            continue
        for field, code, message in vacuous_members(definition):
            problems.append(Problem(code, str(path), f"{definition['name']}: {field}", message))
        for case in _expanded(definition, path, problems):
            for field, code, message in _wrong(case, requirements, vectors, valid=valid):
                problems.append(Problem(code, str(path), f"{case['name']}: {field}", message))
            if any(table.case["name"] == case["name"] for table in tables):
                message = "another case of the file has the same name"
                name = f"{case['name']}: name"
                problems.append(Problem(Code.DUPLICATE, str(path), name, message))
            number = index + 1
            why = document.get("why", "")
            tables.append(CaseTable(case, path.stem, why, path.name, number))
    return tables


def _expanded(
    definition: Mapping[str, Any], path: Path, problems: list[Problem]
) -> list[dict[str, Any]]:
    try:
        return list(expand(definition))
    except KeyError as error:
        name = error.args[0]
        if FOR_EACH in definition:
            names = {known for table in definition[FOR_EACH] for known in table}
            hint = suggestion(name, [*sorted(names), *PLACEHOLDERS])
            message = f"${{{name}}} is not a member of each table of for_each; {hint}"
        else:
            message = f"${{{name}}} stands for nothing; {suggestion(name, PLACEHOLDERS)}"
        problems.append(Problem(Code.UNKNOWN_NAME, str(path), definition["name"], message))
        return []


def _wrong(
    case: Mapping[str, Any],
    requirements: Collection[str] | None,
    vectors: Collection[str],
    *,
    valid: bool,
) -> Iterator[tuple[str, Code, str]]:
    """What is wrong with an expanded case: the field, the code and the message."""
    schema = f"{_SCHEMA}#/$defs/{Case.__name__}"
    if not valid and (errors := list(_expanded_schemas().errors(schema, case))):
        yield from ((field_of(where), code, message) for where, code, message in errors)
        return
    if (first := case["title"].partition(" ")[0]).lower() in _MODAL:
        message = f"begins with {first!r}: state what a client does, such as 'reports' or 'sends'"
        yield "title", Code.INVALID, message
    for identifier in case["requirements"]:
        if requirements is not None and identifier not in requirements:
            message = (
                f"there is no requirement {identifier!r}; {suggestion(identifier, requirements)}"
            )
            yield "requirements", Code.UNKNOWN_NAME, message
    for step in step_tables(case):
        vector = None if step.call is None else step.call.get("vector")
        if vector is not None and vector not in vectors:
            message = f"there is no vector {vector!r}; {suggestion(vector, sorted(vectors))}"
            yield f"{step.place}call.vector", Code.UNKNOWN_NAME, message
    yield from contradictions(case)
    yield from vacuous(case)


@cache
def _expanded_schemas() -> Schemas:
    """The schemas for expanded cases, in which no placeholder may be left."""
    schemas = {name: load_schemas().document(name) for name in load_schemas().names}
    definitions = {**schemas[_SCHEMA]["$defs"], **dict.fromkeys(PLACEHOLDER_SCHEMAS, False)}
    return Schemas({**schemas, _SCHEMA: {**schemas[_SCHEMA], "$defs": definitions}})
