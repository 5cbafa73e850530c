"""The service's description, in each version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from scoreline.endpoint.model import predict
from scoreline.endpoint.swagger import specification
from scoreline.formats.schema import schemas_folder


def references(node: Any) -> Iterator[str]:
    """Every `$ref` in a document."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def resolved(document: dict[str, Any], reference: str) -> Any:
    """The part of the document that a reference points to."""
    node: Any = document
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def test_the_file_is_served_under_the_name_of_the_service() -> None:
    """Swagger 2.0 differs from the file only in title and description."""
    document = json.loads((schemas_folder() / "service" / "swagger.json").read_text("utf-8"))
    document["info"]["title"] = "diabetes"
    document["info"]["description"] = "API specification for Azure Machine Learning diabetes"
    assert specification("diabetes") == document


def test_the_description_fits_the_documented_payload() -> None:
    """Each number of the documented rows is valid by the schema, unlike on the page."""
    path = schemas_folder() / "vectors" / "documented.json"
    rows = json.loads(path.read_text("utf-8"))["rows"]
    schema = specification("one")["definitions"]["ServiceInput"]
    jsonschema.validate({"data": rows}, schema)
    assert schema["properties"]["data"]["items"]["items"] == {"type": "number", "format": "double"}


def test_the_examples_belong_together() -> None:
    """The example output is the model's prediction for the example input, with all its digits."""
    definitions = specification("one")["definitions"]
    rows = definitions["ServiceInput"]["example"]["data"]
    assert definitions["ServiceOutput"]["example"] == predict(rows)


@pytest.mark.parametrize(
    ("version", "field", "value"),
    [
        ("2", "swagger", "2.0"),
        ("2.0", "swagger", "2.0"),
        ("3", "openapi", "3.0.3"),
        ("3.0", "openapi", "3.0.3"),
        ("3.1", "openapi", "3.1.0"),
    ],
)
def test_each_document_states_its_version(version: str, field: str, value: str) -> None:
    """Versions are named as by the inference server."""
    assert specification("one", version)[field] == value


@pytest.mark.parametrize("version", ["2", "3", "3.1"])
def test_every_reference_resolves(version: str) -> None:
    """No version refers to a part that only another version has."""
    document = specification("one", version)
    found = list(references(document))
    assert len(found) == 4
    assert all(resolved(document, reference)["type"] for reference in found)


def test_a_body_parameter_becomes_a_request_body() -> None:
    """OpenAPI 3 has media types in place of the `consumes` and `produces` of Swagger 2.0."""
    document = specification("one", "3")
    score = document["paths"]["/score"]["post"]
    assert score["requestBody"]["content"] == {
        "application/json": {"schema": {"$ref": "#/components/schemas/ServiceInput"}}
    }
    health = document["paths"]["/"]["get"]["responses"]
    assert health["200"]["content"] == {
        "text/html": {"schema": {"type": "string"}, "example": "Healthy"}
    }
    assert list(health["default"]["content"]) == ["application/json"]
    assert score["security"] == [{"Bearer": []}]
    assert not {"swagger", "schemes", "consumes", "produces", "definitions"} & document.keys()


def test_since_3_1_schemas_have_examples() -> None:
    """`example` in a schema is deprecated in OpenAPI 3.1; beside a media type it is not."""
    old = specification("one", "3")["components"]["schemas"]["ServiceInput"]
    new = specification("one", "3.1")["components"]["schemas"]["ServiceInput"]
    assert new["examples"] == [old["example"]]
    assert "example" not in new


def test_an_unknown_version_is_refused() -> None:
    """The error carries the version that was asked for."""
    with pytest.raises(KeyError) as raised:
        specification("one", "9")
    assert raised.value.args == ("9",)
