"""Validation against JSON Schema: what is wrong, and in which field."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from scoreline.formats.problem import Problem, SchemaError, place

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_PACKAGE = Path(__file__).parents[1]


class Schemas:
    """The project's schemas, each known by its path below `schemas/`, such as `harness/case`."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Schema documents by name, which may refer to each other by `$id`."""
        self._documents = dict(documents)
        self._by_identifier = {str(document["$id"]): document for document in documents.values()}
        self._validators: dict[str, Draft202012Validator] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all schemas, sorted."""
        return tuple(sorted(self._documents))

    def document(self, name: str) -> Mapping[str, Any]:
        """The schema `name` itself.

        Raises:
            KeyError: there is no such schema.
        """
        return self._documents[name]

    def validator(self, name: str) -> Draft202012Validator:
        """A validator for the schema `name`, or for a part of it: `harness/session#/$defs/id`.

        Raises:
            KeyError: there is no such schema.
        """
        if name not in self._validators:
            schema = self._schema(name)
            self._validators[name] = _jsonschema().validator(schema, self._by_identifier)
        return self._validators[name]

    def errors(self, name: str, document: object) -> Iterator[SchemaError]:
        """Each violation of the schema `name` in a document."""
        yield from _jsonschema().explained(self.validator(name), document)

    def _schema(self, name: str) -> Mapping[str, Any]:
        document, _, pointer = name.partition("#")
        schema = self._documents[document]
        return {"$ref": f"{schema['$id']}#{pointer}"} if pointer else schema


def _jsonschema() -> ModuleType:
    """What uses the library, which takes a tenth of a second to load and is not always needed."""
    return importlib.import_module("scoreline.formats.schema_errors")


def schemas_folder() -> Path:
    """The folder `schemas`: inside the installed package, else beside it in a checkout."""
    packaged = _PACKAGE / "schemas"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "schemas"


@cache
def load_schemas() -> Schemas:
    """The project's own schemas. The tests prove them valid, so no error is handled here."""
    folder = schemas_folder()
    return Schemas(
        {
            path.relative_to(folder).as_posix().removesuffix(".schema.json"): json.loads(
                path.read_text("utf-8")
            )
            for path in sorted(folder.rglob("*.schema.json"))
        }
    )


def schema_problems(path: Path, schema: str, document: Any) -> Iterator[Problem]:
    """Each violation of the schema `schema` in a file's document."""
    for where, code, message in load_schemas().errors(schema, document):
        yield Problem(code, str(path), place(where, document), message)
