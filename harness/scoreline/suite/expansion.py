"""`for_each`: many cases from one definition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
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
NULL = "null"
"""The placeholder that stands for null, which TOML cannot say."""
_OF_A_RUN = ("key", "target", "root", "authority", "ca")
WITH_A_MEANING = (*_OF_A_RUN, NULL)
"""Placeholders with a meaning of their own, which no member of `for_each` can have."""
_MEMBER = rf"\$\{{(?!({'|'.join(WITH_A_MEANING)})\}})[a-z_]+\}}"
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

_TIMES = re.compile(r"times:([0-9]+):(.+)", re.DOTALL)
"""A placeholder that stands for a text, so many times in a row."""

DRAWN = "drawn:"
"""Begins the name of a placeholder that stands for a number that is drawn for a run."""

PLACEHOLDERS = (
    *WITH_A_MEANING,
    "drawn:NAME",
    "sent:HEADER",
    "times:NUMBER:TEXT",
    "SERVICE.uri",
    "SERVICE.key",
)
"""What stands for something in every case, besides the members of `for_each`."""

_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")
_RUN_TIME = re.compile(
    "|".join(_OF_A_RUN) + r"|[a-z][a-z0-9-]*\.(?:uri|key)|sent:[A-Za-z0-9-]+|drawn:[a-z0-9-]+"
)
"""Placeholders that are replaced when the case runs, or when its numbers are drawn for a run."""


def expand(definition: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The cases of one definition, with every placeholder of `for_each` filled in.

    Raises:
        KeyError: a placeholder has no member of that name; carries the name.
    """
    definition = substituted(definition, _constant)
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
    return substituted(
        value, lambda name: f"${{{name}}}" if _RUN_TIME.fullmatch(name) else members[name]
    )


def _constant(name: str) -> str | None:
    """What a placeholder stands for in every case; one that depends on the case stays."""
    if name == NULL:
        return None
    times = _TIMES.fullmatch(name)
    return times[2] * int(times[1]) if times else f"${{{name}}}"


def filled(value: Any, given: Mapping[str, str]) -> Any:
    """A copy of a value with those placeholders filled in that have a text; others are left."""
    return substituted(value, lambda name: given.get(name, f"${{{name}}}"))


def substituted(value: Any, stands_for: Callable[[str], Any]) -> Any:
    """A copy of a value with something else in place of each placeholder.

    Args:
        value: text, or lists and tables of it; anything else stays as it is.
        stands_for: what a placeholder stands for, by its name. A text that is nothing else becomes
            that, whatever its type; in a longer text it becomes a part of the text.
    """
    if isinstance(value, str):
        whole = _PLACEHOLDER.fullmatch(value)
        if whole:
            return stands_for(whole[1])
        return _PLACEHOLDER.sub(lambda match: str(stands_for(match[1])), value)
    if isinstance(value, list):
        return [substituted(item, stands_for) for item in value]
    if isinstance(value, dict):
        return {key: substituted(item, stands_for) for key, item in value.items()}
    return value
