"""JSON as the project reads and writes it: strictly, with doubles that keep their bits."""

from __future__ import annotations

import json
from typing import NoReturn, TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

DEEPEST = 100
"""How deep arrays and objects may be nested: no case needs more, and it bounds all recursion."""


class NestingError(ValueError):
    """Arrays and objects are nested too deep."""


def _refuse_constant(token: str) -> NoReturn:
    raise ValueError(f"{token} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is outside the range of a double")
    return number


def _integer(text: str) -> float:
    """An integer, which Python reads exactly; `-0` is the double −0 as Go and C# write it."""
    return -0.0 if text == "-0" else int(text)


_DECODER = json.JSONDecoder(
    parse_constant=_refuse_constant, parse_float=_finite, parse_int=_integer
)
_SMALL_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_integer)
"""For texts without a number outside the range of a double, as `_is_small` finds: it reads each
number in C, and rows have thousands."""
_SMALL_DIGITS = 200
_SCALARS = frozenset({str, int, float, bool, type(None)})
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def parse(text: str | bytes, deepest: int = DEEPEST) -> Json:
    r"""Reads one JSON value, which can be rendered again and encoded as UTF-8.

    Args:
        text: the JSON text, or its bytes in UTF-8.
        deepest: how deep arrays and objects may be nested.

    Raises:
        NestingError: the value is nested deeper than `deepest`.
        ValueError: the text is not UTF-8 or not JSON, has more after the value, or has a token
            (`NaN`, `1e999`, `"\ud800"`) that is not a finite double or not a character.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    try:
        value: Json = (_SMALL_DECODER if _is_small(text) else _DECODER).decode(text)
    except RecursionError:
        raise NestingError(f"it is nested deeper than {deepest}") from None
    if text.count("[") + text.count("{") > deepest and _depth(value) > deepest:
        raise NestingError(f"it is nested deeper than {deepest}")
    if "\\ud" in text or "\\uD" in text:
        render(value).encode()
    return value


def _is_small(text: str) -> bool:
    """Whether every number is inside the range of a double: few digits, no positive exponent."""
    if text.count("e") != text.count("e-") or text.count("E") != text.count("E-"):
        return False
    return max(map(len, text.split(","))) < _SMALL_DIGITS


def render(value: object) -> str:
    """One line of JSON; doubles in the shortest form that reads back to the same bits.

    Raises:
        ValueError: a number is not finite.
        TypeError: a value has no JSON form.
    """
    return _ENCODER.encode(value)


def has_more_values(document: Json, most: int) -> bool:
    """Whether a document has more than so many values, itself included. Never deep: see `parse`."""
    count, level = 1, [document]
    while level and count <= most:
        containers = [one for one in level if isinstance(one, list | dict)]
        count += sum(map(len, containers))
        level = [
            inner
            for one in containers
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return count > most


def _depth(value: Json) -> int:
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, list | dict)]:
        depth += 1
        members = [item.values() if isinstance(item, dict) else item for item in level]
        level = [
            inner
            for one in members
            if not _SCALARS.issuperset(map(type, one))  # rows are decided at once
            for inner in one
        ]
    return depth


def repeated_member(text: bytes) -> str | None:
    """The name of a member that an object in a JSON text has twice; None: there is none.

    Raises:
        ValueError: the text is not UTF-8 or not JSON.
    """
    found: list[str] = []

    def look(pairs: list[tuple[str, object]]) -> None:
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                found.append(name)
            seen.add(name)

    json.loads(text.decode("utf-8"), object_pairs_hook=look)
    return found[0] if found else None
