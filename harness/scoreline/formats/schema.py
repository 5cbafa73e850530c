"""Validation against JSON Schema: what is wrong, and in which field."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from scoreline.formats.problem import Problem, place

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_PACKAGE = Path(__file__).parents[1]


class Schemas:
    """The project's schemas, each known by its path below `schemas/`, such as `harness/case`."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Takes the schema documents by name; they may refer to each other by `$id`."""
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

    def errors(self, name: str, document: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Each thing that is wrong with a document: the path of the field, and words."""
        for error in self.validator(name).iter_errors(document):
            yield from _explained(_deepest(error), document)


def _deepest(error: ValidationError) -> ValidationError:
    """The error that says most: of alternatives the one that comes closest.

    That a text is no placeholder is of no interest where it is not a good value either.
    """
    if _needed(error):
        return error
    branches: Any = error.validator_value
    alternatives = [
        one
        for one in error.context or ()
        if not str(branches[one.relative_schema_path[0]].get("$ref", "")).endswith("/placeholder")
    ]
    return best_match(alternatives or [error]) or error


def _needed(error: ValidationError) -> list[str]:
    """The keys of which one has to be there, where that is what is wrong."""
    branches: Any = error.validator_value
    if error.validator != "anyOf" or any(branch.keys() != {"required"} for branch in branches):
        return []
    return [name for branch in branches for name in branch["required"]]


def _explained(
    error: ValidationError, document: Any
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    path = tuple(error.absolute_path)
    schema: Any = error.schema
    if error.validator == "additionalProperties" and error.validator_value is False:
        known = schema.get("properties", {})
        members: Any = error.instance
        for key in members:
            if key not in known:
                yield (*path, key), f"unknown key; known here: {', '.join(sorted(known))}"
    elif error.validator == "required":
        yield path, error.message.replace("is a required property", "is missing")
    elif needed := _needed(error):
        yield path, f"needs {' or '.join(needed)}"
    elif schema is False:
        beside = error.absolute_schema_path[-2]  # dependentSchemas, the key, properties
        members = functools.reduce(lambda value, step: value[step], path, document)
        for key, value in members.items():
            if value is error.instance and key != beside:
                yield (*path, key), f"cannot stand beside {beside}"
    else:
        yield path, error.message


def schemas_folder() -> Path:
    """The folder `schemas`: inside the installed package, else beside it in a checkout."""
    packaged = _PACKAGE / "schemas"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "schemas"


@cache
def load_schemas() -> Schemas:
    """The project's own schemas; they are tested, so nothing is caught here."""
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
    for where, message in load_schemas().errors(schema, document):
        yield Problem(str(path), place(where, document), message)
