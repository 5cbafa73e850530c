"""JSON as the contract reads and writes it: strict, and doubles keep their bits."""

from __future__ import annotations

import json
from typing import NoReturn, TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def _refuse_constant(token: str) -> NoReturn:
    raise ValueError(f"{token} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is outside the range of a double")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def parse(text: str | bytes) -> Json:
    """Reads one JSON value.

    Raises:
        ValueError: the text is not UTF-8, not JSON, has more after the value, or holds a token
            (`NaN`, `1e999`) that stands for no finite double.
    """
    value: Json = _DECODER.decode(text.decode("utf-8") if isinstance(text, bytes) else text)
    return value


def render(value: object) -> str:
    """One line of JSON; doubles in the shortest form that reads back to the same bits.

    Raises:
        ValueError: a number is not finite.
        TypeError: a value has no JSON form.
    """
    return _ENCODER.encode(value)
