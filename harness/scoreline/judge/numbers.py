"""Comparison of JSON values: integers exactly, other numbers as doubles."""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, TypeAlias, TypeGuard

from scoreline.formats.json import Json, render
from scoreline.protocol.message import shorten

MOST_DIFFERENCES: Final = 5
"""How many differences within one value are listed; the others are counted."""

_MOST_COUNTED: Final = 1_000
"""How many others are counted."""

Difference: TypeAlias = tuple[str, str, str]
"""The place, what was expected there, and what was found."""


def differences(
    expected: Json,
    found: Json,
    relative_tolerance: float,
    place: str = "",
    *,
    limit: int | None = None,
) -> Iterator[Difference]:
    """Every place at which two JSON values differ.

    Values of different types differ, including `true` and 1. A number must be exactly an expected
    integer, and the same double as any other expected number, bit for bit. −0 is not 0.

    Args:
        expected: the expected value.
        found: the value to compare with it.
        relative_tolerance: how far a number may be off, as a fraction of the expected one; 0.0: not
            at all.
        place: the place of both values, such as `[3].label`.
        limit: how many differences are listed; a last one counts the others, up to 1,000. None:
            all are listed.
    """
    every = _differences(expected, found, relative_tolerance, place)
    yield from islice(every, limit)
    if more := sum(1 for _ in islice(every, _MOST_COUNTED)):
        or_more = " or more" if more == _MOST_COUNTED else ""
        yield place, "no more differences", f"{more}{or_more} more"


def _differences(
    expected: Json, found: Json, relative_tolerance: float, place: str
) -> Iterator[Difference]:
    if isinstance(expected, list) and isinstance(found, list):
        if _same_doubles(expected, found):
            return
        if len(expected) != len(found):
            yield place, _length(expected), _length(found)
        for index, (left, right) in enumerate(zip(expected, found, strict=False)):
            yield from _differences(left, right, relative_tolerance, f"{place}[{index}]")
    elif isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(expected.keys() | found.keys()):
            inner = f"{place}.{key}"
            if key not in found:
                yield inner, shorten(render(expected[key])), "nothing"
            elif key not in expected:
                yield inner, "nothing", shorten(render(found[key]))
            else:
                yield from _differences(expected[key], found[key], relative_tolerance, inner)
    elif not _scalars_agree(expected, found, relative_tolerance):
        yield place, shorten(render(expected)), shorten(render(found))


def _same_doubles(expected: list[Any], found: list[Any]) -> bool:
    """Whether both are the same doubles, bit for bit: decided at once, since rows are long."""
    kinds = {*map(type, expected), *map(type, found)}
    return kinds == {float} and array("d", expected).tobytes() == array("d", found).tobytes()


def _length(elements: list[Json]) -> str:
    return "1 element" if len(elements) == 1 else f"{len(elements)} elements"


def _scalars_agree(expected: Json, found: Json, relative_tolerance: float) -> bool:
    if _is_number(expected) and _is_number(found):
        return _numbers_agree(expected, found, relative_tolerance)
    return type(expected) is type(found) and expected == found


def _is_number(value: Json) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers_agree(expected: float, found: float, relative_tolerance: float) -> bool:
    if isinstance(expected, int) and not relative_tolerance:
        return expected == found and repr(found) != "-0.0"
    try:
        left, right = float(expected), float(found)
    except OverflowError:
        return False
    if relative_tolerance == 0.0:
        return struct.pack("<d", left) == struct.pack("<d", right)
    return math.isclose(left, right, rel_tol=relative_tolerance, abs_tol=0.0)
