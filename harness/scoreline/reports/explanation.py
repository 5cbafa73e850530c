"""A case or a requirement as text, for `scoreline explain`, from the declarations of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

from scoreline.formats.json import render
from scoreline.protocol.message import shorten
from scoreline.suite.case import Case
from scoreline.suite.declaration import DeclaredField, declared_fields
from scoreline.suite.requirement import Requirement


def explain(case: Case, requirements: Mapping[str, Requirement]) -> Iterator[str]:
    """A case, line by line: why it exists, what is done, what is expected, what it proves."""
    yield f"{case.identifier}  ({case.level.value})"
    yield f"A client {case.title}."
    yield ""
    yield f"Why:      {case.why}"
    for field in declared_fields(Case):
        for number, line in enumerate(_field_lines(field, case)):
            heading = "" if number else f"{field.name.capitalize()}:"
            yield f"{heading:<10}{line}"
    for number, identifier in enumerate(case.requirements):
        requirement = requirements[identifier]
        heading = "" if number else "Proves:"
        yield f"{heading:<10}{identifier} ({requirement.level.value}): {requirement.text}"
        yield f"          from {requirement.source}"
    yield f"File:     schemas/cases/{case.file}"


def explain_requirement(requirement: Requirement, cases: Iterable[Case]) -> Iterator[str]:
    """A requirement, line by line: what it demands, where that is from, and what proves it."""
    yield f"{requirement.identifier}  ({requirement.level.value})"
    yield requirement.text
    yield ""
    yield f"Source:   {requirement.source}"
    proofs = [case for case in cases if requirement.identifier in case.requirements]
    for number, case in enumerate(proofs):
        yield f"{'' if number else 'Cases:':<10}{case.identifier}: {case.title}"


def _lines(value: Any) -> Iterator[str]:
    """The lines for an object of a declared class: those of its fields, in order."""
    for field in declared_fields(type(value)):
        yield from _field_lines(field, value)


def _field_lines(field: DeclaredField, owner: Any) -> Iterator[str]:
    value = getattr(owner, field.name)
    if callable(field.explain):
        yield from field.explain(owner)
    elif not field.explain:
        yield from _lines(value) if is_dataclass(value) else ()
    elif value == field.default:
        yield from [field.otherwise] if field.otherwise else ()
    elif isinstance(value, tuple) and value and is_dataclass(value[0]) and field.explain == "{}":
        for number, item in enumerate(value, 1):
            for line, text in enumerate(_lines(item)):
                yield f"{f'{number}.' if not line else '':<3}{text}"
    elif isinstance(value, tuple):
        yield from (field.explain.format(_text(item)) for item in value)
    elif isinstance(value, Mapping) and field.explain.count("{}") > 1:
        yield from (field.explain.format(name, _text(item)) for name, item in value.items())
    else:
        yield field.explain.format(_text(value))


def _text(value: Any) -> str | float:
    """A value within a line: text, names and numbers as they are, all else as JSON."""
    if is_dataclass(value):
        return ", ".join(_lines(value))
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int | float):
        return value
    return shorten(value if isinstance(value, str) else render(value))
