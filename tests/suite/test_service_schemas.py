"""The schemas of the service: what they take, and what they do not."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scoreline.formats.schema import load_schemas

NAMES = ("connection", "error", "predictions", "request")


def errors(name: str, document: object) -> list[Any]:
    """What is wrong with a document."""
    return list(load_schemas().errors(f"service/{name}", document))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema_and_says_what_it_is(name: str) -> None:
    """Draft 2020-12, an identifier after its path, a title, a description and valid examples."""
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
    """How many columns is the model's to say."""
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
def test_anything_else_is_no_request(document: object) -> None:
    """No rows, no numbers, another name or another member."""
    assert errors("request", document) != []


@pytest.mark.parametrize("document", [{}, [], "[1.0, 2.0]", [[1.0]], [None], ["1.0"], [True], None])
def test_what_is_no_prediction_is_refused(document: object) -> None:
    """Among it what a script returns that dumps twice, returns nothing or fails politely."""
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
    """A status may stand beside it, and whatever a front end adds."""
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
def test_half_a_connection_is_none(document: object) -> None:
    """Each form has all of its members, and keys and token exclude each other."""
    assert errors("connection", document) != []
