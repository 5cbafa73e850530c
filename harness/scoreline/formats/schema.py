"""Validation against JSON Schema: what is wrong, and in which field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from scoreline.fault import Code
from scoreline.formats.problem import Problem, place

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SchemaError: TypeAlias = tuple[tuple[str | int, ...], Code, str]
"""The path of a field, the code and the message of what is wrong with it."""

_PACKAGE = Path(__file__).parents[1]
_PLACEHOLDERS = ("/$defs/placeholder", "/$defs/template")
"""Alternatives that are never reported: text that `for_each` replaces in case files."""


class Schemas:
    """The project's schemas, each known by its path below `schemas/`, such as `harness/case`."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Schema documents by name, which may refer to each other by `$id`."""
        resources = (
            (str(document["$id"]), DRAFT202012.create_resource(document))
            for document in documents.values()
        )
        self._registry: Registry[Any] = Registry().with_resources(resources)
        self._documents = dict(documents)
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
            document, _, pointer = name.partition("#")
            schema = self._documents[document]
            if pointer:
                schema = {"$ref": f"{schema['$id']}#{pointer}"}
            self._validators[name] = Draft202012Validator(schema, registry=self._registry)
        return self._validators[name]

    def errors(self, name: str, document: object) -> Iterator[SchemaError]:
        """Each violation of the schema `name` in a document."""
        for error in self.validator(name).iter_errors(document):
            for cause in _causes(error):
                yield from _explained(cause)


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """The errors to report: if several alternatives failed, those of the closest one."""
    if error.validator not in {"anyOf", "oneOf"} or not error.context or _required_keys(error):
        yield error
        return
    branches: Any = error.validator_value
    found: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        branch = inner.relative_schema_path[0]
        if not str(branches[branch].get("$ref", "")).endswith(_PLACEHOLDERS):
            found.setdefault(branch, []).append(inner)
    if len(found) == 1:
        for inner in next(iter(found.values())):
            yield from _causes(inner)
    else:
        yield best_match(inner for errors in found.values() for inner in errors) or error


def _required_keys(error: ValidationError) -> list[str]:
    """The keys of which one is required, if that is what the alternatives are about."""
    branches: Any = error.validator_value
    if error.validator != "anyOf" or any(branch.keys() != {"required"} for branch in branches):
        return []
    return [name for branch in branches for name in branch["required"]]


def _explained(error: ValidationError) -> Iterator[SchemaError]:
    path = tuple(error.absolute_path)
    schema: Any = error.schema
    if error.validator == "additionalProperties" and error.validator_value is False:
        known = schema.get("properties", {})
        members: Any = error.instance
        for key in members:
            if key not in known:
                yield _unknown((*path, key), known)
    elif error.validator == "enum" and "propertyNames" in error.absolute_schema_path:
        yield _unknown((*path, str(error.instance)), schema["enum"])
    elif error.validator == "required":
        message = error.message.replace("is a required property", "is missing")
        yield path, Code.MISSING_KEY, message
    elif keys := _required_keys(error):
        yield path, Code.MISSING_KEY, f"needs {' or '.join(keys)}"
    elif error.validator == "not" and "dependentSchemas" in error.absolute_schema_path:
        beside = error.absolute_schema_path[-4]  # dependentSchemas, key, properties, other, not
        yield path, Code.CONFLICT, f"cannot stand beside {beside}"
    else:
        yield path, Code.INVALID, error.message


def _unknown(path: tuple[str | int, ...], known: object) -> SchemaError:
    names: Any = known
    return path, Code.UNKNOWN_KEY, f"unknown key; known here: {', '.join(sorted(names))}"


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
