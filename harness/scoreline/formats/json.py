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
        value: Json = _DECODER.decode(text)
    except RecursionError:
        raise NestingError(f"it is nested deeper than {deepest}") from None
    if text.count("[") + text.count("{") > deepest and _depth(value) > deepest:
        raise NestingError(f"it is nested deeper than {deepest}")
    if "\\ud" in text or "\\uD" in text:
        render(value).encode()
    return value


def render(value: object) -> str:
    """One line of JSON; doubles in the shortest form that reads back to the same bits.

    Raises:
        ValueError: a number is not finite.
        TypeError: a value has no JSON form.
    """
    return _ENCODER.encode(value)


def _depth(value: Json) -> int:
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, list | dict)]:
        depth += 1
        level = [
            inner for item in level for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return depth
