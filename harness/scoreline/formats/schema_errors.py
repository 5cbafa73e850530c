"""What is wrong with a document by a JSON Schema, as jsonschema finds it, in plain language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from scoreline.fault import Code
from scoreline.formats.problem import SchemaError
from scoreline.formats.suggestion import suggestion

_PLACEHOLDERS = ("/$defs/placeholder", "/$defs/template")
"""Alternatives that are never reported: text that `for_each` replaces in case files."""

_IN_WORDS: Mapping[str, str] = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case letters and digits, with single hyphens between them",
    "^[a-z0-9]+([-_.][a-z0-9]+)*$": "lower-case letters and digits, with single characters of "
    "'-', '_' and '.' between them",
    "^[a-z][a-z0-9-]*$": "lower-case letters, digits and hyphens, a letter first",
    "^(?!main$)[a-z][a-z0-9-]*$": "lower-case letters, digits and hyphens, a letter first, and is "
    "not 'main'",
    "^[A-Z]+(-[A-Z]+)*-[1-9][0-9]*$": "capital letters, a hyphen and a number, such as ERROR-1",
    "^[A-Za-z_][A-Za-z0-9_]*$": "letters, digits and underscores, no digit first",
    "^[A-Za-z0-9_-][A-Za-z0-9._-]*$": "letters, digits, '-', '_' and '.', no '.' first",
}
"""By pattern: what a name that has to match it consists of."""


def validator(
    schema: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]
) -> Draft202012Validator:
    """A validator for a schema.

    Args:
        schema: the schema.
        documents: schemas that it may refer to, by `$id`.
    """
    resources = (
        (identifier, DRAFT202012.create_resource(document))
        for identifier, document in documents.items()
    )
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schema, registry=registry)


def explained(validator: Draft202012Validator, document: object) -> Iterator[SchemaError]:
    """Each violation of a schema in a document."""
    for error in validator.iter_errors(document):
        for cause in _causes(error):
            yield from _explained(cause)


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """The errors to report: if several alternatives failed, those of the closest one."""
    alternatives = error.validator in {"anyOf", "oneOf"} and error.context
    if not alternatives or _required_keys(error) or _names_allowed(error):
        yield error
        return
    branches: Any = error.validator_value
    found: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        branch = inner.relative_schema_path[0]
        if not str(branches[branch].get("$ref", "")).endswith(_PLACEHOLDERS):
            found.setdefault(branch, []).append(inner)
    # An alternative of another type is not what was meant, if there is one of this type.
    fitting = [errors for errors in found.values() if not any(map(_is_other_type, errors))]
    if len(found) == 1 or len(fitting) == 1:
        for inner in (fitting or list(found.values()))[0]:
            yield from _causes(inner)
    else:
        yield best_match(inner for errors in found.values() for inner in errors) or error


def _is_other_type(error: ValidationError) -> bool:
    """Whether an alternative does not apply because it is for values of another type."""
    return error.validator == "type" and not error.relative_path


def _required_keys(error: ValidationError) -> list[str]:
    """The keys of which one is required, if that is what the alternatives are about."""
    branches: Any = error.validator_value
    if error.validator != "anyOf" or any(branch.keys() != {"required"} for branch in branches):
        return []
    return [name for branch in branches for name in branch["required"]]


def _names_allowed(error: ValidationError) -> list[str]:
    """The names that a key may have, if the error is about a key; else nothing."""
    if "propertyNames" not in error.absolute_schema_path:
        return []
    names: list[str] = []
    for one in error.context or [error]:
        value: Any = one.validator_value
        if one.validator not in {"enum", "const"}:
            return []
        names += value if one.validator == "enum" else [value]
    return names


def _explained(error: ValidationError) -> Iterator[SchemaError]:
    path = tuple(error.absolute_path)
    schema: Any = error.schema
    if error.validator == "additionalProperties" and error.validator_value is False:
        known = schema.get("properties", {})
        members: Any = error.instance
        for key in members:
            if key not in known:
                yield _unknown((*path, key), known)
    elif names := _names_allowed(error):
        yield _unknown((*path, str(error.instance)), names)
    elif error.validator == "required":
        message = error.message.replace("is a required property", "is missing")
        yield path, Code.MISSING_KEY, message
    elif keys := _required_keys(error):
        yield path, Code.MISSING_KEY, f"needs {' or '.join(keys)}"
    elif error.validator == "not" and "dependentSchemas" in error.absolute_schema_path:
        beside = error.absolute_schema_path[-4]  # dependentSchemas, key, properties, other, not
        yield path, Code.CONFLICT, f"cannot stand beside {beside}"
    elif error.validator == "enum" and isinstance(error.instance, str):
        values: Any = error.validator_value
        known = list(map(str, values))
        message = f"{error.instance!r} is not a known value; {suggestion(error.instance, known)}"
        yield path, Code.INVALID, message
    elif error.validator == "pattern" and error.validator_value in _IN_WORDS:
        words = _IN_WORDS[str(error.validator_value)]
        yield path, Code.INVALID, f"{error.instance!r} is not a valid name: it consists of {words}"
    else:
        yield path, Code.INVALID, error.message


def _unknown(path: tuple[str | int, ...], known: object) -> SchemaError:
    names: Any = known
    return path, Code.UNKNOWN_KEY, f"unknown key; {suggestion(str(path[-1]), sorted(names))}"
