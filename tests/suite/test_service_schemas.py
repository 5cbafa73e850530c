"""The schemas of the service: the documents that they accept and refuse."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scoreline.formats.schema import load_schemas

NAMES = ("connection", "error", "predictions", "request")


def errors(name: str, document: object) -> list[Any]:
    """The errors in a document."""
    return list(load_schemas().errors(f"service/{name}", document))


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_valid_and_described(name: str) -> None:
    """A schema has draft, identifier after its path, title, description and valid examples."""
    schema = load_schemas().validator(f"service/{name}").schema
    assert isinstance(schema, dict)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://scoreline.dev/schemas/service/{name}.schema.json"
    assert schema["title"]
    assert schema["description"]
    parts = [schema, *schema.get("$defs", {}).values()]
    examples = [example for part in parts for example in part.get("examples", ())]
    assert examples
    for example in examples:
        assert errors(name, example) == []


@pytest.mark.parametrize("data", [[[0.5] * 10], [[1, -2.5e-300]], [[1], [2]]])
def test_a_request_is_rows_of_numbers(data: object) -> None:
    """A request has rows of numbers; the number of columns depends on the model."""
    assert errors("request", {"data": data}) == []


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        [[1.0]],
        {},
        {"data": None},
        {"data": []},
        {"data": [[]]},
        {"data": [1.0]},
        {"data": [["1.0"]]},
        {"data": [[None]]},
        {"data": [[True]]},
        {"data": [[[1.0]]]},
        {"Data": [[1.0]]},
        {"data": [[1.0]], "method": "predict"},
        "[[1.0]]",
    ],
)
def test_anything_else_is_not_a_request(document: object) -> None:
    """A document without rows or numbers, or with other members, is not a request."""
    assert errors("request", document) != []


@pytest.mark.parametrize("document", [{}, [], "[1.0, 2.0]", [[1.0]], [None], ["1.0"], [True], None])
def test_other_documents_are_not_predictions(document: object) -> None:
    """The reply of a script that dumps twice, returns nothing or fails with 200 is refused."""
    assert errors("predictions", document) != []


@pytest.mark.parametrize(
    ("document", "valid"),
    [
        ({"message": ""}, True),
        ({"message": "x", "status_code": 404}, True),
        ({"message": "x", "error": {"code": "y"}}, True),
        ({"status_code": 404}, False),
        ({"message": None}, False),
        ({"message": "x", "status_code": "404"}, False),
        ({"message": "x", "status_code": 200}, False),
        ("message", False),
    ],
)
def test_an_error_has_a_message(document: object, *, valid: bool) -> None:
    """An error has a message; a status and what a front end adds are allowed."""
    assert (errors("error", document) == []) is valid


V1 = {"scoring_uri": "http://h/score", "auth_enabled": False, "token_auth_enabled": False}


@pytest.mark.parametrize(
    "document",
    [
        {},
        V1 | {"scoring_uri": "h/score"},
        V1 | {"auth_enabled": True},
        V1 | {"auth_enabled": True, "keys": ["one"]},
        V1 | {"auth_enabled": True, "keys": ["one", ""]},
        V1 | {"auth_enabled": True, "token_auth_enabled": True, "keys": ["one", "two"]},
        V1 | {"token_auth_enabled": True, "token": "abc"},
        {"primaryKey": "one"},
        {"accessToken": "abc", "tokenType": "AMLToken"},
        {
            "accessToken": "abc",
            "expiryTimeUtc": "2026-11-24T12:00:00Z",
            "refreshAfterTimeUtc": 0,
            "tokenType": "AMLToken",
        },
    ],
)
def test_incomplete_connections_are_refused(document: object) -> None:
    """Each form has all of its members, and keys and tokens exclude each other."""
    assert errors("connection", document) != []
