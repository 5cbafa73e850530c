"""JSON as defined by RFC 8259: UTF-8, and no `NaN` or `Infinity`, which Python's parser accepts."""

# Values parsed from JSON are of unknown type until they are checked.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeAlias, cast

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None
"""Any JSON value: the type of a payload or of the prediction for it."""

_LONGEST_FINITE_INTEGER = 308
"""An integer with this many digits is always within the range of a double."""
_LONG_NUMBER = re.compile(rf"[0-9]{{{_LONGEST_FINITE_INTEGER + 1}}}")


def _refuse_constant(token: str) -> NoReturn:
    raise ValueError(f"{token} is not JSON")


def _integer(text: str) -> int | float:
    if text == "-0":
        return -0.0  # Python's int has no negative zero
    if len(text) > _LONGEST_FINITE_INTEGER and math.isinf(float(text)):
        return float(text)
    return int(text)


def _finite(value: float) -> float:
    if math.isinf(value):
        raise ValueError("a number is outside the range of a double")
    return value


def _plain(value: object) -> object:
    for how in ("to_numpy", "tolist"):  # of a DataFrame, and of what numpy has
        if hasattr(value, how):
            raise TypeError(f"a {type(value).__name__} is not JSON: convert it, as with {how}()")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return list(value)
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


_LENIENT_RANGE = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_integer)
_FINITE = json.JSONDecoder(
    parse_constant=_refuse_constant,
    parse_float=lambda text: _finite(float(text)),
    parse_int=lambda text: _finite(_integer(text)),
)
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"), default=_plain)


def parse(data: bytes) -> Any:  # noqa: ANN401  # the type depends on the JSON
    """Parse `data`; a number outside the range of a double becomes infinite.

    Raises:
        ValueError: `data` is not JSON in UTF-8, or is nested too deeply.
    """
    return _decode(_LENIENT_RANGE, data)


def parse_finite(data: bytes) -> Json:
    """Like `parse`, but rejects a number outside the range of a double.

    Raises:
        ValueError: `data` is not JSON in UTF-8, is nested too deeply, or contains a number outside
            the range of a double.
    """
    return cast("Json", _decode(_FINITE, data))


def write(value: object) -> str:
    """Write `value` as one compact line of ASCII, doubles in the shortest form that round-trips.

    Raises:
        ValueError: a number is not finite or is outside the range of a double, or the value
            contains itself or is nested too deeply.
        TypeError: `value` contains something that cannot be written as JSON.
    """
    try:
        text = _ENCODER.encode(value)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _LONG_NUMBER.search(text):
        _FINITE.decode(text)  # parses it, because the digits may also be part of a string
    return text


def _decode(decoder: json.JSONDecoder, data: bytes) -> object:
    try:
        return decoder.decode(data.decode())
    except RecursionError:
        raise ValueError("nested too deeply") from None
