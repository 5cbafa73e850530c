"""The schemas of the harness: valid themselves, strict, and told about in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from scoreline.formats.schema import Schemas, load_schemas, schemas_folder
from scoreline.results.verdict import Outcome, Witness
from scoreline.suite.case import Credentials, Door
from scoreline.suite.requirement import Level

FILES: Final = sorted((schemas_folder() / "harness").glob("*.schema.json"))
NAMES: Final = [path.name.removesuffix(".schema.json") for path in FILES]
each_schema = pytest.mark.parametrize("name", NAMES)


def schema(name: str) -> dict[str, Any]:
    """A schema's document."""
    path = schemas_folder() / "harness" / f"{name}.schema.json"
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def inside(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a document."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from inside(inner)


def test_there_is_one_for_each_file() -> None:
    """There is a schema for each kind of file and message that the harness has."""
    assert NAMES == ["case", "client", "report", "requirements", "session", "vector"]


@each_schema
def test_is_valid(name: str) -> None:
    """Each schema is a valid one of the draft 2020-12, and says so."""
    document = schema(name)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"].endswith(f"/schemas/harness/{name}.schema.json")
    Draft202012Validator.check_schema(document)


@each_schema
def test_references_lead_somewhere(name: str) -> None:
    """Each reference in a schema leads to a part of one that is there."""
    for one in inside(schema(name)):
        if "$ref" in one:
            file, _, pointer = one["$ref"].partition("#")
            target: Any = schema(file.removesuffix(".schema.json") if file else name)
            for step in pointer.strip("/").split("/"):
                target = target[step]


@pytest.mark.parametrize("name", ["case", "client", "report", "requirements", "vector"])
def test_objects_are_closed(name: str) -> None:
    """Where members are named no others may be: a typing mistake is never silent."""
    for one in inside(schema(name)):
        if one.get("type") == "object" and "properties" in one:
            assert one.get("additionalProperties") is not None or "propertyNames" in one, one


@each_schema
def test_says_what_it_is_for(name: str) -> None:
    """Each schema has a title and a description."""
    assert schema(name)["title"]
    assert schema(name)["description"]


def test_words_of_the_schemas_are_those_of_the_code() -> None:
    """A word that a schema lists is one that the code knows, and the other way round."""
    case, report = schema("case")["$defs"], schema("report")["$defs"]
    judged = report["caseJudged"]["properties"]
    finished = report["runFinished"]["properties"]
    assert case["call"]["properties"]["door"]["anyOf"][0]["enum"] == list(Door)
    assert case["call"]["properties"]["credentials"]["enum"] == list(Credentials)
    assert judged["outcome"]["enum"] == list(Outcome)
    assert judged["level"]["enum"] == list(Level)
    assert judged["mismatches"]["items"]["properties"]["witness"]["enum"] == list(Witness)
    assert finished["totals"]["required"] == list(Outcome)
    levels = schema("requirements")["additionalProperties"]["properties"]["level"]["enum"]
    assert levels == list(Level)


def test_unknown_schema() -> None:
    """A schema that is not there is a mistake of the caller."""
    with pytest.raises(KeyError):
        load_schemas().validator("harness/none")


def test_errors_in_words() -> None:
    """Each thing that is wrong is told once, with the field and in words for people."""
    made = Schemas(
        {
            "a": {
                "$id": "https://example.org/a",
                "type": "object",
                "required": ["x"],
                "additionalProperties": False,
                "properties": {
                    "x": {"anyOf": [{"enum": [1, 2]}, {"$ref": "#/$defs/placeholder"}]},
                    "y": {"type": "object", "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
                    "z": {"items": {"type": "string"}},
                },
                "dependentSchemas": {"y": {"properties": {"z": False}}},
                "$defs": {"placeholder": {"type": "string", "pattern": "^[$]"}},
            }
        }
    )
    assert list(made.errors("a", {"x": "$"})) == []
    assert sorted(made.errors("a", {"y": {}, "z": ["", 1], "w": 0, "v": 0})) == [
        ((), "'x' is missing"),
        (("v",), "unknown key; known here: x, y, z"),
        (("w",), "unknown key; known here: x, y, z"),
        (("y",), "needs a or b"),
        (("z",), "cannot stand beside y"),
        (("z", 1), "1 is not of type 'string'"),
    ]
    same = {"a": 1}
    assert list(made.errors("a", {"x": 1, "y": same, "z": same})) == [
        (("z",), "cannot stand beside y")
    ]
    assert list(made.errors("a", {"x": 3})) == [(("x",), "3 is not one of [1, 2]")]
    assert list(made.errors("a#/properties/z", [1])) == [((0,), "1 is not of type 'string'")]
