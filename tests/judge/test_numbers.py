"""Numbers bit for bit or within a tolerance, and every place at which two JSON values differ."""

from __future__ import annotations

import json
import math

import pytest

from scoreline.formats.json import Json, parse
from scoreline.judge.numbers import differences

UP = math.nextafter(1.5, 2.0)


def agree(expected: Json, found: Json, relative_tolerance: float) -> bool:
    """Whether two values do not differ."""
    return not list(differences(expected, found, relative_tolerance, "at"))


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        (1.5, 1.5, True),
        (1.5, UP, False),
        (0.0, -0.0, False),
        (-0.0, -0.0, True),
        (1.0, 1, True),
        (1, 1.0, True),
        (0, -0.0, False),
        (5e-324, 5e-324, True),
        (5e-324, 0.0, False),
        (2**53, 2**53 + 1, False),
        (float(2**53), 2**53 + 1, True),
        (2**53 + 1, float(2**53), False),
        (2**53, float(2**53), True),
        (2**70, 2**70, True),
        (2**70, 2**70 + 1, False),
        (1.0, 10**400, False),
        (10**400, 10**400, True),
    ],
)
def test_bit_for_bit(expected: float, found: float, same: bool) -> None:
    """An expected integer is exact, any other expected number the same double."""
    assert agree(expected, found, 0.0) is same


@pytest.mark.parametrize(
    ("expected", "found", "tolerance", "same"),
    [
        (100.0, 100.0 * (1 + 0.9e-12), 1e-12, True),
        (100.0, 100.0 * (1 + 1.2e-12), 1e-12, False),
        (100.0, 100, 1e-12, True),
        (10**15, 10**15 + 1, 1e-12, True),
        (-100.0, 100.0, 1e-12, False),
        (0.0, 5e-324, 1e-12, False),
        (1.0, 10**400, 1e-12, False),
    ],
)
def test_within_a_tolerance(expected: float, found: float, tolerance: float, same: bool) -> None:
    """A tolerance is relative, also for integers, and there is none around zero."""
    assert agree(expected, found, tolerance) is same


def test_bits_of_the_sign() -> None:
    """The sign of zero is a bit like any other."""
    assert agree(-0.0, -0.0, 0.0)
    assert not agree(0.0, -0.0, 0.0)


@pytest.mark.parametrize("text", ["-0", "-0.0", "-0e5"])
def test_minus_zero_in_json(text: str) -> None:
    """The double −0 may be written as the integer −0, as Go and C# do."""
    assert list(differences([-0.0], parse(f"[{text}]"), 0.0, "at")) == []
    assert list(differences([0.0], parse(f"[{text}]"), 0.0, "at")) != []


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (True, 1),
        (1, True),
        (False, 0.0),
        (None, 0),
        (None, False),
        ("1.5", 1.5),
        ([], {}),
        ([1.5], 1.5),
        ({"a": 1.5}, [1.5]),
        ("", None),
    ],
)
def test_types_differ(expected: Json, found: Json) -> None:
    """Values of different types are never equal, not even true and 1."""
    assert len(list(differences(expected, found, 0.0, "at"))) == 1


@pytest.mark.parametrize("value", [None, True, "ä", 1.5, [], {}, [1.5, [None, {"a": [True, "b"]}]]])
def test_equal_values(value: Json) -> None:
    """A value does not differ from itself, however deeply it is nested."""
    assert list(differences(value, parse(json.dumps(value)), 0.0, "at")) == []


def test_every_difference_is_listed() -> None:
    """Every place is listed with its path, always in the same order."""
    expected = {"b": [1.0, 2.0, 3.0], "a": {"x": True, "gone": 1}, "same": "s"}
    found = {"b": [1.0, 2.5], "a": {"x": False, "more": 2}, "same": "s"}
    assert list(differences(expected, found, 0.0, "at")) == [
        ("at.a.gone", "1", "nothing"),
        ("at.a.more", "nothing", "2"),
        ("at.a.x", "true", "false"),
        ("at.b", "3 elements", "2 elements"),
        ("at.b[1]", "2.0", "2.5"),
    ]


@pytest.mark.parametrize(("limit", "listed"), [(None, 4), (4, 4), (5, 4), (3, 3), (0, 0)])
def test_the_others_are_counted(limit: int | None, listed: int) -> None:
    """At most `limit` differences are listed, and a last one counts the others, if any."""
    found = list(differences([1] * 4, [2] * 4, 0.0, "at", limit=limit))
    assert [place for place, _, _ in found[:listed]] == [f"at[{i}]" for i in range(listed)]
    assert [(place, more[0]) for place, _, more in found[listed:]] == (
        [] if listed == 4 else [("at", str(4 - listed))]
    )


def test_order_of_keys_does_not_matter() -> None:
    """The order of an object's members does not matter; that of an array's elements does."""
    assert list(differences({"a": 1, "b": 2}, {"b": 2, "a": 1}, 0.0, "at")) == []
    assert len(list(differences([1, 2], [2, 1], 0.0, "at"))) == 2


def test_long_values_are_shortened() -> None:
    """Only the start of a long value is shown, with its length."""
    ((_, _, found),) = differences(None, "x" * 10_000, 0.0, "at")
    assert len(found) < 300
    assert "10002 characters" in found
