"""`for_each`: many cases from one definition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

FOR_EACH = "for_each"
FOR_EACH_SCHEMA: Mapping[str, Any] = {
    "description": "One case for each of these tables. In the case, a text ${name} stands for the "
    "member of that name; a text that is nothing else takes the member's type.",
    "type": "array",
    "minItems": 2,
    "items": {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": "^[a-z_]+$"},
    },
}
_MEMBER = r"\$\{(?!(key|target)\})[a-z_]+\}"
PLACEHOLDER_SCHEMAS: Mapping[str, Any] = {
    "placeholder": {
        "description": "A member of for_each, of any type.",
        "type": "string",
        "pattern": f"^{_MEMBER}$",
    },
    "template": {
        "description": "A text with members of for_each in it.",
        "type": "string",
        "pattern": _MEMBER,
    },
}

_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")
_RUN_TIME = re.compile(r"key|target|sent:[A-Za-z0-9-]+")
"""Placeholders that are replaced when the case runs."""


def expand(definition: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The cases of one definition, with every placeholder of `for_each` filled in.

    Raises:
        KeyError: a placeholder has no member of that name; carries the name.
    """
    case = {key: value for key, value in definition.items() if key != FOR_EACH}
    for members in definition.get(FOR_EACH, ({},)):
        yield {key: fill(value, members) for key, value in case.items()}


def placeholders(value: Any) -> frozenset[str]:
    """The names of all placeholders in a value and whatever it contains."""
    if isinstance(value, str):
        return frozenset(_PLACEHOLDER.findall(value))
    if isinstance(value, list):
        return frozenset().union(*map(placeholders, value))
    if isinstance(value, dict):
        return frozenset().union(*map(placeholders, value.values()))
    return frozenset()


def fill(value: Any, members: Mapping[str, Any]) -> Any:
    """A copy of a value with its placeholders filled in.

    A text that is nothing but one placeholder takes the member's type.

    Raises:
        KeyError: a placeholder has no member of that name; carries the name.
    """
    if isinstance(value, str):
        whole = _PLACEHOLDER.fullmatch(value)
        if whole and not _RUN_TIME.fullmatch(whole[1]):
            return members[whole[1]]
        return _PLACEHOLDER.sub(lambda match: _text(match, members), value)
    if isinstance(value, list):
        return [fill(item, members) for item in value]
    if isinstance(value, dict):
        return {key: fill(item, members) for key, item in value.items()}
    return value


def _text(match: re.Match[str], members: Mapping[str, Any]) -> str:
    return match[0] if _RUN_TIME.fullmatch(match[1]) else str(members[match[1]])
