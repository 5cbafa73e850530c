"""JSON as RFC 8259 has it: UTF-8, and no `NaN` or `Infinity`, which Python's parser lets pass."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeAlias, cast

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None
"""What a payload or a prediction may be: any JSON value."""

_LONGEST_FINITE_INTEGER = 308
"""Digits that always fit a double's range."""
_LONG_NUMBER = re.compile(rf"[0-9]{{{_LONGEST_FINITE_INTEGER + 1}}}")


def _refuse_constant(token: str) -> NoReturn:
    raise ValueError(f"{token} is not JSON")


def _integer(text: str) -> int | float:
    if text == "-0":
        return -0.0  # an integer has no negative zero
    if len(text) > _LONGEST_FINITE_INTEGER and math.isinf(float(text)):
        return float(text)
    return int(text)


def _finite(value: float) -> float:
    if math.isinf(value):
        raise ValueError("a number is out of a double's range")
    return value


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return list(value)
    raise TypeError(f"a {type(value).__name__} has no form in JSON")


_LENIENT_RANGE = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_integer)
_FINITE = json.JSONDecoder(
    parse_constant=_refuse_constant,
    parse_float=lambda text: _finite(float(text)),
    parse_int=lambda text: _finite(_integer(text)),
)
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"), default=_plain)


def parse(data: bytes) -> Any:  # noqa: ANN401  # what JSON holds is only known once it is read
    """The value that `data` holds; a number past a double's range becomes infinite.

    Raises:
        ValueError: `data` is not JSON in UTF-8, or is nested too deep.
    """
    return _decode(_LENIENT_RANGE, data)


def parse_finite(data: bytes) -> Json:
    """Like `parse`, and refuses a number past a double's range.

    Raises:
        ValueError: `data` is not JSON in UTF-8, is nested too deep, or a number overflows.
    """
    return cast("Json", _decode(_FINITE, data))


def write(value: object) -> str:
    """`value` in one compact line of ASCII; a double in the shortest form that gives it back.

    Raises:
        ValueError: a number is not finite or out of a double's range, or the value holds itself or
            is nested too deep.
        TypeError: something in it has no form in JSON.
    """
    try:
        text = _ENCODER.encode(value)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if _LONG_NUMBER.search(text):
        _FINITE.decode(text)  # it may be within a string, and no number at all
    return text


def _decode(decoder: json.JSONDecoder, data: bytes) -> object:
    try:
        return decoder.decode(data.decode())
    except RecursionError:
        raise ValueError("nested too deep") from None
