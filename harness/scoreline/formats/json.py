"""JSON as the contract reads and writes it: strict, and doubles keep their bits."""

from __future__ import annotations

import json
from typing import NoReturn, TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

DEEPEST = 100
"""How deep arrays and objects may be nested: no case needs more, and it bounds all recursion."""


def _refuse_constant(token: str) -> NoReturn:
    raise ValueError(f"{token} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is outside the range of a double")
    return number


def _integer(text: str) -> float:
    """An integer, which Python keeps whole; the double −0 as Go and C# write it."""
    return -0.0 if text == "-0" else int(text)


_DECODER = json.JSONDecoder(
    parse_constant=_refuse_constant, parse_float=_finite, parse_int=_integer
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def parse(text: str | bytes) -> Json:
    r"""Reads one JSON value. What it returns can be rendered again, and that as UTF-8.

    Raises:
        ValueError: the text is not UTF-8, not JSON, has more after the value, is nested deeper
            than `DEEPEST`, or holds a token (`NaN`, `1e999`, `"\ud800"`) that stands for no
            finite double or for no character.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    try:
        value: Json = _DECODER.decode(text)
    except RecursionError:
        raise ValueError(f"it is nested deeper than {DEEPEST}") from None
    if text.count("[") + text.count("{") > DEEPEST and _depth(value) > DEEPEST:
        raise ValueError(f"it is nested deeper than {DEEPEST}")
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
