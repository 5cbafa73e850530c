"""Validation against JSON Schema: what is wrong, and in which field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


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
            yield from _explained(error)


def _explained(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    deepest = best_match([error]) or error
    path = tuple(deepest.absolute_path)
    schema: Any = deepest.schema
    if deepest.validator == "additionalProperties" and deepest.validator_value is False:
        known = schema.get("properties", {})
        members: Any = deepest.instance
        for key in members:
            if key not in known:
                yield (*path, key), f"unknown key; known here: {', '.join(sorted(known))}"
        return
    if deepest.validator == "required":
        yield path, deepest.message.replace("is a required property", "is missing")
        return
    if deepest.validator == "anyOf" and all(one.keys() == {"required"} for one in schema["anyOf"]):
        names = " or ".join(name for one in schema["anyOf"] for name in one["required"])
        yield path, f"needs {names}"
        return
    if deepest.validator is None or schema is False:
        yield path, "cannot stand beside the other keys here"
        return
    yield path, deepest.message
