"""The JSON Schema of case files, generated from the classes that declare them.

`python -m scoreline.suite.case_schema` writes it to `schemas/harness/case.schema.json`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, get_args, get_type_hints

import msgspec

from scoreline.formats.schema import schemas_folder
from scoreline.suite.case import Case
from scoreline.suite.case_file import CaseFile
from scoreline.suite.declaration import DeclaredField, class_keywords, declared_fields
from scoreline.suite.expansion import FOR_EACH, FOR_EACH_SCHEMA, PLACEHOLDER_SCHEMAS

_HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://scoreline.dev/schemas/harness/case.schema.json",
    "$comment": "Generated from harness/scoreline/suite/case.py and the classes it uses. Do not "
    "edit it; run: python -m scoreline.suite.case_schema",
    "title": "Case file",
}
_REFERENCE = "#/$defs/"
_LINE = 120
_ANNOTATIONS = ("description", "default")


def case_schema() -> str:
    """The text of `schemas/harness/case.schema.json`."""
    root = schema_of(CaseFile)
    tables = {name: _with_placeholders(table) for name, table in root["$defs"].items()}
    tables[Case.__name__]["properties"][FOR_EACH] = FOR_EACH_SCHEMA
    root["$defs"] = {**tables, **PLACEHOLDER_SCHEMAS}
    return _text(_HEAD | root) + "\n"


def schema_of(cls: type) -> dict[str, Any]:
    """The JSON Schema of a declared class, in which nothing can be a placeholder.

    Its member `$defs` has the schemas of the declared classes that it is made of, by name.
    """
    _, components = msgspec.json.schema_components([cls], ref_template=_REFERENCE + "{name}")
    types = dict(_types(cls))
    tables: dict[str, Any] = {}
    pending = [cls.__name__]
    for name in pending:
        tables[name] = _table(types[name], components[name]["properties"], types)
        found = re.findall(f'"{re.escape(_REFERENCE)}(.+?)"', json.dumps(tables[name]))
        pending.extend(one for one in found if one not in pending)
    return {**tables.pop(cls.__name__), "$defs": tables}


def _types(*hints: Any) -> Iterator[tuple[str, type]]:
    """The dataclasses and enumerations that types are made of, with their names."""
    for hint in hints:
        if dataclasses.is_dataclass(hint) and isinstance(hint, type):
            yield hint.__name__, hint
            yield from _types(*get_type_hints(hint).values())
        elif isinstance(hint, type) and issubclass(hint, Enum):
            yield hint.__name__, hint
        else:
            yield from _types(*get_args(hint))


def _table(cls: type, properties: Mapping[str, Any], types: Mapping[str, type]) -> dict[str, Any]:
    """The schema of a table: the declared fields of a class, and no other key."""
    fields = declared_fields(cls)
    required = [field.name for field in fields if field.default is dataclasses.MISSING]
    return {
        "description": " ".join((cls.__doc__ or "").partition("\n\n")[0].split()),
        "type": "object",
        **({"required": required} if required else {}),
        "additionalProperties": False,
        **class_keywords(cls),
        "properties": {
            field.name: _property(field, properties[field.name], types) for field in fields
        },
    }


def _property(
    field: DeclaredField, generated: Mapping[str, Any], types: Mapping[str, type]
) -> dict[str, Any]:
    schema = _plain(generated, types)
    if field.derived or not schema.get("default"):  # null, false and empty need no mention
        schema.pop("default", None)
    return schema


def _plain(generated: Mapping[str, Any], types: Mapping[str, type]) -> dict[str, Any]:
    """The schema of a value without null, which TOML does not have, and with enumerations in it."""
    schema = dict(generated)
    alternatives = [
        _plain(one, types) for one in schema.pop("anyOf", ()) if one != {"type": "null"}
    ]
    if alternatives and "type" not in schema:  # else the declaration has replaced the type
        schema |= alternatives[0] if len(alternatives) == 1 else {"anyOf": alternatives}
    enumeration = types.get(schema.get("$ref", "").removeprefix(_REFERENCE))
    if enumeration is not None and issubclass(enumeration, Enum):
        del schema["$ref"]
        schema["enum"] = [member.value for member in enumeration]
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            schema[key] = _plain(schema[key], types)
    return schema


def _with_placeholders(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a table in which a member of `for_each` can stand for any value."""
    inner = dict(schema)
    if "properties" in inner:
        inner["properties"] = {
            name: _or_placeholder(value) for name, value in inner["properties"].items()
        }
    for key in ("items", "additionalProperties"):
        if isinstance(inner.get(key), Mapping):
            inner[key] = _or_placeholder(inner[key])
    return inner


def _or_placeholder(schema: Mapping[str, Any]) -> dict[str, Any]:
    value = {key: inner for key, inner in schema.items() if key not in _ANNOTATIONS}
    if value in ({}, {"type": "string"}):  # takes a placeholder as it is
        return dict(schema)
    kind = "template" if value.get("type") == "string" else "placeholder"
    return {
        **{key: schema[key] for key in _ANNOTATIONS if key in schema},
        "anyOf": [_with_placeholders(value), {"$ref": _REFERENCE + kind}],
    }


def _text(value: Any, indent: int = 0) -> str:
    """JSON with one member per line, except what fits into one line."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict) or indent + len(line) <= _LINE:
        return line
    blank = " " * indent
    members = (
        f"{blank}  {json.dumps(key)}: {_text(inner, indent + 2)}" for key, inner in value.items()
    )
    return "{\n" + ",\n".join(members) + f"\n{blank}}}"


if __name__ == "__main__":
    path = schemas_folder() / "harness" / "case.schema.json"
    path.write_text(case_schema(), "utf-8")
