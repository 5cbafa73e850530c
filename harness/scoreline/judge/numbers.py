"""Comparing JSON values, numbers as doubles."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from typing import TypeGuard

from scoreline.formats.json import Json, render
from scoreline.protocol.message import shorten


def same_bits(left: float, right: float) -> bool:
    """Whether two doubles are the same to the bit, so that −0 is not 0."""
    return struct.pack("<d", left) == struct.pack("<d", right)


def agree(expected: float, found: float, relative_tolerance: float) -> bool:
    """Whether a number is the expected one: to the bit, or within a relative tolerance.

    Args:
        expected: a finite double or an integer.
        found: the same.
        relative_tolerance: in parts of `expected`; 0.0 means to the bit.
    """
    if isinstance(expected, int) and isinstance(found, int) and not relative_tolerance:
        return expected == found
    try:
        left, right = float(expected), float(found)
    except OverflowError:
        return False
    if relative_tolerance == 0.0:
        return same_bits(left, right)
    return math.isclose(left, right, rel_tol=relative_tolerance, abs_tol=0.0)


def differences(
    expected: Json, found: Json, relative_tolerance: float, place: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Every place where two JSON values differ: the place, what was expected, what was found.

    Args:
        expected: the value to compare with.
        found: the value to look at.
        relative_tolerance: see `agree`.
        place: where both values stand, such as `[3].label`.
    """
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield place, f"{len(expected)} elements", f"{len(found)} elements"
        for index, (left, right) in enumerate(zip(expected, found, strict=False)):
            yield from differences(left, right, relative_tolerance, f"{place}[{index}]")
    elif isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(expected.keys() | found.keys()):
            inner = f"{place}.{key}"
            if key not in found:
                yield inner, shorten(render(expected[key])), "nothing"
            elif key not in expected:
                yield inner, "nothing", shorten(render(found[key]))
            else:
                yield from differences(expected[key], found[key], relative_tolerance, inner)
    elif not _scalars_agree(expected, found, relative_tolerance):
        yield place, shorten(render(expected)), shorten(render(found))


def _scalars_agree(expected: Json, found: Json, relative_tolerance: float) -> bool:
    if _is_number(expected) and _is_number(found):
        return agree(expected, found, relative_tolerance)
    return type(expected) is type(found) and expected == found


def _is_number(value: Json) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
