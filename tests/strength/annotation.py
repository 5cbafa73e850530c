"""Annotations: mutants that no case can tell from the reference client, each with the reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.strength.mutant import Identity

ANNOTATIONS: Final = Path(__file__).with_name("annotations.toml")
_NEEDED: Final = frozenset({"file", "function", "reason"})
_KNOWN: Final = _NEEDED | {"operator", "before", "after", "ordinal"}
_LISTED: Final = frozenset({"mutants", "reason"})


class BadAnnotationError(ValueError):
    """A file of annotations that is not one; the text says which of them and why."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """Why some mutants cannot be caught.

    Attributes:
        fields: what a mutant's identity has to have: `file`, `function` and, to name fewer mutants,
            `operator`, `before`, `after` and `ordinal`. Empty if it names one by its line.
        reason: why no case can catch them.
        line: the whole identity on one line, as it is printed.
    """

    fields: Mapping[str, Any]
    reason: str
    line: str = ""

    def covers(self, identity: Identity) -> bool:
        """Whether it is about a mutant."""
        if self.line:
            return str(identity) == self.line
        return all(getattr(identity, name) == value for name, value in self.fields.items())

    def __str__(self) -> str:
        """What it names, on one line."""
        named = ", ".join(f"{name} {value!r}" for name, value in self.fields.items())
        return self.line or named


def read_annotations(text: str) -> tuple[Annotation, ...]:
    """The annotations of a file: the tables of its array `annotation`.

    A table has the fields of an identity, or `mutants`: a list of identities, a line each.

    Raises:
        BadAnnotationError: a table lacks a field or has an unknown one, or a reason is empty.
    """
    found = []
    for number, table in enumerate(tomllib.loads(text).get("annotation", ()), 1):
        needed, known = (_LISTED, _LISTED) if "mutants" in table else (_NEEDED, _KNOWN)
        missing, unknown = needed - table.keys(), table.keys() - known
        if missing or unknown or not table["reason"].strip():
            wrong = ", ".join(sorted(missing | unknown)) or "the reason is empty"
            raise BadAnnotationError(f"annotation {number}: {wrong}")
        if "mutants" in table:
            found += [Annotation({}, table["reason"], line) for line in table["mutants"]]
            continue
        fields = {name: value for name, value in table.items() if name != "reason"}
        found.append(Annotation(fields, table["reason"]))
    return tuple(found)


def annotation_of(known: Iterable[Annotation], identity: Identity) -> Annotation | None:
    """The annotation that is about a mutant; None if there is none."""
    return next((one for one in known if one.covers(identity)), None)


def unmatched(known: Iterable[Annotation], identities: Iterable[Identity]) -> list[Annotation]:
    """The annotations that are about no mutant."""
    every = tuple(identities)
    return [one for one in known if not any(one.covers(identity) for identity in every)]
