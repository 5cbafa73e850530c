"""The schemas of the harness: valid, strict, and precise about errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from scoreline.fault import Code
from scoreline.formats.schema import Schemas, load_schemas, schemas_folder
from scoreline.protocol.manifest import Mode
from scoreline.results.verdict import Outcome, Witness
from scoreline.suite.call import Credentials
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


def test_one_schema_per_kind_of_file() -> None:
    """Each kind of file and message of the harness has a schema."""
    assert NAMES == ["case", "client", "report", "requirements", "session", "suite", "vector"]


@each_schema
def test_is_valid(name: str) -> None:
    """Each schema is valid by the draft 2020-12, and names it."""
    document = schema(name)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"].endswith(f"/schemas/harness/{name}.schema.json")
    Draft202012Validator.check_schema(document)


@each_schema
def test_references_lead_somewhere(name: str) -> None:
    """Each reference in a schema leads to an existing part of a schema."""
    for one in inside(schema(name)):
        if "$ref" in one:
            file, _, pointer = one["$ref"].partition("#")
            target: Any = schema(file.removesuffix(".schema.json") if file else name)
            for step in pointer.strip("/").split("/"):
                target = target[step]


@pytest.mark.parametrize("name", ["case", "report", "requirements", "suite", "vector"])
def test_objects_are_closed(name: str) -> None:
    """A schema that names members allows no others, so that a typing error is always reported.

    A client manifest has tables for drivers; each driver closes its table with a schema of its own.
    """
    for one in inside(schema(name)):
        if one.get("type") == "object" and "properties" in one:
            assert one.get("additionalProperties") is not None or "propertyNames" in one, one


@each_schema
def test_title_and_description(name: str) -> None:
    """Each schema has a title and a description."""
    assert schema(name)["title"]
    assert schema(name)["description"]


def test_enumerations_are_those_of_the_code() -> None:
    """The values that a schema lists are those that the code knows, in the same order."""
    case, report = schema("case")["$defs"], schema("report")["$defs"]
    judged = report["itemJudged"]["properties"]
    totals = report["runFinished"]["properties"]["totals"]
    assert case["Call"]["properties"]["mode"]["anyOf"][0]["enum"] == list(Mode)
    assert case["Call"]["properties"]["credentials"]["anyOf"][0]["enum"] == list(Credentials)
    assert judged["outcome"]["enum"] == list(Outcome)
    assert totals["required"] == list(Outcome)
    assert report["mismatch"]["properties"]["witness"]["enum"] == list(Witness)
    levels = schema("requirements")["additionalProperties"]["properties"]["level"]["enum"]
    assert levels == list(Level)


def test_expected_error_has_the_members_of_an_error() -> None:
    """A case states members of an error by the schemas of what a client reports."""
    reported = load_schemas().document("harness/session")["$defs"]
    expected = load_schemas().document("harness/case")["$defs"]["Expectation"]["properties"]
    members = expected["error"]["anyOf"][0]["properties"].keys() - {"absent", "retry_at"}
    assert members == reported["errorData"]["properties"].keys()
    assert members == {*reported["errorMember"]["enum"]}


def test_unknown_schema() -> None:
    """Asking for a schema that does not exist is an error of the caller."""
    with pytest.raises(KeyError):
        load_schemas().validator("harness/none")


MADE = Schemas(
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
                "n": {"propertyNames": {"anyOf": [{"enum": ["p", "q"]}, {"const": "r"}]}},
                "t": {"anyOf": [{"$ref": "#/$defs/table"}, {"$ref": "#/$defs/placeholder"}]},
                "o": {"oneOf": [{"required": ["a"]}, {"type": "object", "maxProperties": 1}]},
            },
            "dependentSchemas": {"y": {"properties": {"z": {"not": {}}}}},
            "$defs": {
                "placeholder": {"type": "string", "pattern": "^[$]"},
                "table": {
                    "required": ["k"],
                    "properties": {"s": {"type": "string"}},
                    "additionalProperties": False,
                },
            },
        }
    }
)


@pytest.mark.parametrize(
    ("document", "errors"),
    [
        ({"x": "$"}, []),
        ({"x": 3}, [(("x",), Code.INVALID)]),
        ({}, [((), Code.MISSING_KEY)]),
        ({"x": 1, "w": 0, "v": 0}, [(("v",), Code.UNKNOWN_KEY), (("w",), Code.UNKNOWN_KEY)]),
        ({"x": 1, "y": {}}, [(("y",), Code.MISSING_KEY)]),
        ({"x": 1, "z": ["", 1]}, [(("z", 1), Code.INVALID)]),
        ({"x": 1, "y": {"a": 1}, "z": []}, [(("z",), Code.CONFLICT)]),
        ({"x": 1, "n": {"p": 1, "r": 2, "s": 3}}, [(("n", "s"), Code.UNKNOWN_KEY)]),
        ({"x": 1, "t": "$"}, []),
        (
            {"x": 1, "t": {"s": 1, "u": 1}},
            [
                (("t", "s"), Code.INVALID),
                (("t", "u"), Code.UNKNOWN_KEY),
                (("t",), Code.MISSING_KEY),
            ],
        ),
        ({"x": 1, "o": {"a": 1}}, [(("o",), Code.INVALID)]),
    ],
)
def test_errors(document: object, errors: list[tuple[tuple[str | int, ...], Code]]) -> None:
    """Each error is reported once, with the field that it is in and a code."""
    found = [(path, code) for path, code, _ in MADE.errors("a", document)]
    assert sorted(found, key=str) == errors


def test_errors_of_a_part() -> None:
    """A document can be validated against a part of a schema."""
    ((path, code, _),) = MADE.errors("a#/properties/z", [1])
    assert (path, code) == ((0,), Code.INVALID)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "'x' is missing"),
        ({"x": 1, "w": 0}, "unknown key; known: n, o, t, x, y, z"),
        ({"x": 1, "nn": 0}, "unknown key; did you mean n?"),
        ({"x": 1, "y": {}}, "needs a or b"),
        ({"x": 1, "y": {"a": 1}, "z": []}, "cannot stand beside y"),
        ({"x": 3}, "3 is not one of [1, 2]"),
    ],
)
def test_messages(document: object, message: str) -> None:
    """The message of an error says how to fix it."""
    assert [text for _, _, text in MADE.errors("a", document)] == [message]
