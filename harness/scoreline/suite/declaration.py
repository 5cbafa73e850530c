"""Declares a field of a case in one place: its schema, its reading and its explanation.

The dataclasses in `case` and `service` are the format of case files. A field that authors write is
annotated with `declared(...)`; a field without it is derived when a case is read. From these
annotations `case_schema` generates the JSON Schema, msgspec reads the values, and `scoreline
explain` makes its lines.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, get_type_hints

from msgspec import Meta

Explain: TypeAlias = str | Callable[[Any], Iterable[str]]
"""How a field is explained.

A template such as `method {}` makes one line if the value differs from the default: `{}` is the
value. A tuple makes one line per element, a mapping one line per member if the template has places
for name and value (`header {}: {}`). A function is always called: it takes the object that holds
the field and yields lines.
"""

_T = TypeVar("_T")
_EXPLAIN = "explain"
_OTHERWISE = "otherwise"
_DERIVED = "derived"
_class_keywords: dict[type, Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """A field that authors write.

    Attributes:
        name: the key in the case file and the attribute in Python.
        explain: how it is explained; empty: the lines of a declared class, else nothing.
        otherwise: the line for a value that is the default; empty: none.
        derived: whether the value is derived if the file does not give it.
        default: the value if the file does not give it; `dataclasses.MISSING` if it must.
    """

    name: str
    explain: Explain
    otherwise: str
    derived: bool
    default: Any


def declared(
    description: str,
    *,
    explain: Explain = "",
    otherwise: str = "",
    derived: bool = False,
    **keywords: Any,
) -> Meta:
    """The annotation of a field that authors write.

    Args:
        description: what the field means; editors show it.
        explain: how `scoreline explain` shows it.
        otherwise: what `scoreline explain` shows if the value is the default.
        derived: the value is derived if the file does not give it, so the schema has no default.
        keywords: JSON Schema keywords beside those that follow from the type, such as `minimum`.
            With `type` among them they replace those that follow from the type.
    """
    return Meta(
        description=description,
        extra_json_schema=keywords,
        extra={_EXPLAIN: explain, _OTHERWISE: otherwise, _DERIVED: derived},
    )


def constrained(
    *, conflicts: Mapping[str, Iterable[str]] | None = None, **keywords: Any
) -> Callable[[type[_T]], type[_T]]:
    """Decorates a dataclass with constraints on several of its fields.

    Args:
        conflicts: for a key, the keys that cannot stand beside it.
        keywords: further JSON Schema keywords of the class.
    """
    if conflicts:
        keywords["dependentSchemas"] = {
            key: {"properties": {other: {"not": {}} for other in others}}
            for key, others in conflicts.items()
        }

    def decorate(cls: type[_T]) -> type[_T]:
        _class_keywords[cls] = keywords
        return cls

    return decorate


def class_keywords(cls: type) -> Mapping[str, Any]:
    """The JSON Schema keywords that a class was decorated with."""
    return _class_keywords.get(cls, {})


def declared_fields(cls: type) -> tuple[DeclaredField, ...]:
    """The fields of a dataclass that authors write, in the order of the class."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        DeclaredField(
            name=field.name,
            explain=meta.extra[_EXPLAIN],
            otherwise=meta.extra[_OTHERWISE],
            derived=meta.extra[_DERIVED],
            default=_default(field),
        )
        for field in dataclasses.fields(cls)
        for meta in getattr(hints[field.name], "__metadata__", ())
        if isinstance(meta, Meta) and meta.extra and _EXPLAIN in meta.extra
    )


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default
