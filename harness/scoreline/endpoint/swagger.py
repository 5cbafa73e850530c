"""The service's description of itself: Swagger 2.0 as documented, OpenAPI 3.0 and 3.1 from it.

Source: the document printed in "Consume an Azure Machine Learning model deployed as a web service",
with three corrections: numbers are `number`/`double` instead of `integer`/`int64`, which its
samples do not satisfy; the example prediction has all its digits; and the health check is
`text/html`, as the inference server sends it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from scoreline.formats.schema import schemas_folder

VERSIONS: Final = ("2", "3", "3.1")
"""The versions that the inference server lists when asked for an unknown one."""

_ALIASES: Final = {"2.0": "2", "3.0": "3"}
_NAME: Final = "myservice"


def specification(service: str, version: str = "2") -> dict[str, Any]:
    """The description of a service.

    Args:
        service: its name, which becomes the title.
        version: 2, 2.0, 3, 3.0 or 3.1.

    Raises:
        KeyError: the version is unknown.
    """
    version = _ALIASES.get(version, version)
    if version not in VERSIONS:
        raise KeyError(version)
    document = _titled(json.loads(_text()), service)
    return (
        document if version == "2" else openapi(document, "3.1.0" if version == "3.1" else "3.0.3")
    )


def openapi(swagger: Mapping[str, Any], version: str) -> dict[str, Any]:
    """The OpenAPI document equivalent to a Swagger 2.0 document of a scoring service.

    Args:
        swagger: lists one media type each in `consumes` and `produces`; its parameters are in the
            body.
        version: 3.0.x or 3.1.x. Since 3.1, `examples` replaces `example` in schemas.
    """
    paths = {
        path: {method: _operation(operation, swagger) for method, operation in methods.items()}
        for path, methods in swagger["paths"].items()
    }
    document: dict[str, Any] = {
        "openapi": version,
        "info": swagger["info"],
        "paths": paths,
        "components": {
            "schemas": swagger["definitions"],
            "securitySchemes": swagger["securityDefinitions"],
        },
    }
    rewritten: dict[str, Any] = _rewritten(document, modern=not version.startswith("3.0"))
    return rewritten


@cache
def _text() -> str:
    return (schemas_folder() / "service" / "swagger.json").read_text("utf-8")


def _titled(document: dict[str, Any], service: str) -> dict[str, Any]:
    info = document["info"]
    description = info["description"].replace(_NAME, service)
    return document | {"info": info | {"title": service, "description": description}}


def _operation(operation: Mapping[str, Any], swagger: Mapping[str, Any]) -> dict[str, Any]:
    """An operation with its body parameter as `requestBody` and its schemas under media types."""
    kept = {
        key: value
        for key, value in operation.items()
        if key not in {"parameters", "responses", "consumes", "produces"}
    }
    (consumed,) = operation.get("consumes", swagger["consumes"])
    (produced,) = operation.get("produces", swagger["produces"])
    for parameter in operation.get("parameters", ()):
        kept["requestBody"] = {
            "description": parameter["description"],
            "content": {consumed: {"schema": parameter["schema"]}},
        }
    kept["responses"] = {
        status: _response(response, produced if status == "200" else swagger["produces"][0])
        for status, response in operation["responses"].items()
    }
    return kept


def _response(response: Mapping[str, Any], media_type: str) -> dict[str, Any]:
    content = {"schema": response["schema"]}
    if media_type in response.get("examples", {}):
        content["example"] = response["examples"][media_type]
    return {"description": response["description"], "content": {media_type: content}}


def _rewritten(node: Any, *, modern: bool) -> Any:
    """A copy with references into `components`, and with `examples` in schemas if modern."""
    if isinstance(node, list):
        return [_rewritten(item, modern=modern) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _rewritten(value, modern=modern) for key, value in node.items()}
    if "$ref" in copy:
        copy["$ref"] = copy["$ref"].replace("#/definitions/", "#/components/schemas/")
    if modern and "type" in copy and "example" in copy:
        copy["examples"] = [copy.pop("example")]
    return copy
