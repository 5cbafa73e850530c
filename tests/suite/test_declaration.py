"""A field of a case is declared once: its schema, its reading and its explanation agree."""

from __future__ import annotations

import ast
import dataclasses
import inspect
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest

from scoreline.fault import Code
from scoreline.formats.schema import load_schemas, schemas_folder
from scoreline.judge.traffic import ALL_REQUESTS, EACH_REQUEST
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.case_file import CaseFile
from scoreline.suite.case_schema import case_schema, schema_of
from scoreline.suite.declaration import constrained, declared, declared_fields
from scoreline.suite.expectation import (
    ErrorExpectation,
    Expectation,
    RequestExpectation,
    ServiceExpectation,
)
from scoreline.suite.reply import Piece, Reply
from scoreline.suite.service import ServiceDefinition
from scoreline.suite.step import Message, Step

TABLES = {
    Case: (),
    ServiceDefinition: ("service",),
    Reply: ("service", "replies", 0),
    Piece: ("service", "replies", 0, "raw", 0),
    Call: ("call",),
    Step: ("steps", 0),
    Message: ("steps", 0, "message"),
    Expectation: ("expect",),
    RequestExpectation: ("expect", "request"),
    ServiceExpectation: ("expect", "services", "main"),
}
"""The path from a case to a table of each class."""


def test_schema_is_up_to_date() -> None:
    """The schema is what the classes declare; `python -m scoreline.suite.case_schema` writes it."""
    path = schemas_folder() / "harness" / "case.schema.json"
    assert path.read_text("utf-8") == case_schema(), "run: python -m scoreline.suite.case_schema"


def each_field() -> Iterator[Any]:
    """Each field that authors write, with the path from a case to it."""
    for cls, path in TABLES.items():
        for field in declared_fields(cls):
            yield pytest.param((*path, field.name), id=f"{cls.__name__}.{field.name}")


def placed(path: tuple[str | int, ...], value: object) -> Any:
    """The value in tables and arrays, so that the path leads to it."""
    for step in reversed(path):
        if step == "message" and isinstance(value, dict):
            value = {"method": "made-up", **value}
        value = {step: value} if isinstance(step, str) else [value]
    return value


@pytest.mark.parametrize("path", list(each_field()))
def test_placeholder_for_each_field(path: tuple[str | int, ...]) -> None:
    """A member of for_each can stand for the value of any field."""
    case = {"name": "a", "title": "scores a row", "requirements": ["A-1"], "call": {"vector": "v"}}
    document = {
        "subject": "made-up",
        "why": "It exists to be read by these tests.",
        "case": [case | placed(path, "${member}")],
    }
    assert list(load_schemas().errors("harness/case", document)) == []


def test_every_class_is_covered() -> None:
    """These tests know every table that a case file can have."""
    assert schema_of(CaseFile)["$defs"].keys() == {cls.__name__ for cls in TABLES}


class Protocol(StrEnum):
    """A protocol, for a class below."""

    OLD = "HTTP/1.0"
    NEW = "HTTP/1.1"


@constrained(conflicts={"number": ("text",)}, minProperties=1)
@dataclasses.dataclass(frozen=True)
class Part:
    """A table. More about it.

    What authors need not read.
    """

    number: Annotated[int | None, declared("A number.", minimum=1)] = None
    text: Annotated[str, declared("A text.", minLength=2)] = "ab"
    either: Annotated[int | bool | None, declared("One of two.")] = None
    flag: Annotated[bool, declared("A flag.")] = False
    derived: float = 0.0


@dataclasses.dataclass(frozen=True)
class Whole:
    """All of it."""

    version: Annotated[Protocol, declared("A version.")]
    versions: Annotated[tuple[Protocol, ...], declared("Versions.")] = ()
    count: Annotated[int, declared("Counted unless stated.", derived=True)] = 1
    part: Annotated[Part | None, declared("A part.")] = None
    other: Annotated[
        ErrorExpectation | None, declared("Written another way.", type="array", maxItems=2)
    ] = None


def test_what_a_schema_says() -> None:
    """Types, defaults, keywords and conflicts become a schema without null."""
    schema = schema_of(Whole)
    assert schema == {
        "description": "All of it.",
        "type": "object",
        "required": ["version"],
        "additionalProperties": False,
        "properties": {
            "version": {"description": "A version.", "enum": ["HTTP/1.0", "HTTP/1.1"]},
            "versions": {
                "description": "Versions.",
                "type": "array",
                "items": {"enum": ["HTTP/1.0", "HTTP/1.1"]},
            },
            "count": {"description": "Counted unless stated.", "type": "integer"},
            "part": {"description": "A part.", "$ref": "#/$defs/Part"},
            "other": {"description": "Written another way.", "type": "array", "maxItems": 2},
        },
        "$defs": {
            "Part": {
                "description": "A table. More about it.",
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "dependentSchemas": {"number": {"properties": {"text": {"not": {}}}}},
                "properties": {
                    "number": {"description": "A number.", "type": "integer", "minimum": 1},
                    "text": {
                        "description": "A text.",
                        "type": "string",
                        "minLength": 2,
                        "default": "ab",
                    },
                    "either": {
                        "description": "One of two.",
                        "anyOf": [{"type": "integer"}, {"type": "boolean"}],
                    },
                    "flag": {"description": "A flag.", "type": "boolean"},
                },
            }
        },
    }


def test_only_declared_fields_are_written() -> None:
    """Authors cannot write a field that is not declared."""
    assert [field.name for field in declared_fields(Part)] == ["number", "text", "either", "flag"]
    document = placed(("expect", "relative_tolerance"), 0.5) | {"name": "a"}
    errors = load_schemas().errors("harness/case#/$defs/Case", document)
    found = [(path, code) for path, code, _ in errors]
    assert (("expect", "relative_tolerance"), Code.UNKNOWN_KEY) in found


def test_every_field_is_described() -> None:
    """Each field has a description that is a sentence, for editors."""
    schema = schema_of(CaseFile)
    for table in (schema, *schema["$defs"].values()):
        for field in table.get("properties", {}).values():
            assert field["description"].endswith(".")


def test_every_field_is_used() -> None:
    """Every field that authors write is read outside its declaration: none is silently ignored."""
    package = Path(inspect.getfile(Case)).parents[1]
    declaring = {Path(inspect.getfile(cls)) for cls in TABLES}
    used = {
        node.attr
        for path in package.rglob("*.py")
        if path not in declaring
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }
    used |= {*EACH_REQUEST, *ALL_REQUESTS, "stays"}  # `stays` is read by tests.strength
    assert {field.name for cls in TABLES for field in declared_fields(cls)} - used == set()
