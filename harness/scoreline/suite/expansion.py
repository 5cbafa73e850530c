"""`for_each`: one definition of a case, many cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")
_RUN_TIME = re.compile(r"key|target|sent:[A-Za-z0-9-]+")
"""Placeholders that stand for something known only when the case runs."""


def expand(case: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The cases of one definition, with every placeholder of `for_each` filled in.

    Raises:
        KeyError: a placeholder has no member of that name; carries the name.
    """
    definition = {key: value for key, value in case.items() if key != "for_each"}
    for members in case.get("for_each", ({},)):
        yield {key: fill(value, members) for key, value in definition.items()}


def fill(value: Any, members: Mapping[str, Any]) -> Any:
    """A copy of a value with its placeholders filled in.

    A text that is nothing but one placeholder takes the member's type.

    Raises:
        KeyError: a placeholder has no member of that name; carries the name.
    """
    if isinstance(value, str):
        whole = PLACEHOLDER.fullmatch(value)
        if whole and not _RUN_TIME.fullmatch(whole[1]):
            return members[whole[1]]
        return PLACEHOLDER.sub(lambda match: _text(match, members), value)
    if isinstance(value, list):
        return [fill(item, members) for item in value]
    if isinstance(value, dict):
        return {key: fill(item, members) for key, item in value.items()}
    return value


def _text(match: re.Match[str], members: Mapping[str, Any]) -> str:
    return match[0] if _RUN_TIME.fullmatch(match[1]) else str(members[match[1]])
