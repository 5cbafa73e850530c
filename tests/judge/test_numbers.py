"""Numbers to the bit or within a tolerance, and every place where two JSON values differ."""

from __future__ import annotations

import json
import math

import pytest

from scoreline.formats.json import Json, parse
from scoreline.judge.numbers import agree, differences, same_bits

UP = math.nextafter(1.5, 2.0)


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
        (2**70, 2**70, True),
        (2**70, 2**70 + 1, False),
        (1.0, 10**400, False),
        (10**400, 10**400, True),
    ],
)
def test_to_the_bit(expected: float, found: float, same: bool) -> None:
    """Doubles are equal to the bit; integers as integers; one of each as the doubles they are."""
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
    """A tolerance is relative, for integers as well, and gives nothing around zero."""
    assert agree(expected, found, tolerance) is same


def test_bits_of_the_sign() -> None:
    """The sign of zero is a bit like any other."""
    assert same_bits(-0.0, -0.0)
    assert not same_bits(0.0, -0.0)


@pytest.mark.parametrize("text", ["-0", "-0.0", "-0e5"])
def test_minus_zero_in_json(text: str) -> None:
    """The double −0 may be written as −0, as Go and C# do."""
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
    """Values of different types are never equal, true and 1 included."""
    assert len(list(differences(expected, found, 0.0, "at"))) == 1


@pytest.mark.parametrize("value", [None, True, "ä", 1.5, [], {}, [1.5, [None, {"a": [True, "b"]}]]])
def test_equal_values(value: Json) -> None:
    """A value does not differ from itself, nested as it may be."""
    assert list(differences(value, parse(json.dumps(value)), 0.0, "at")) == []


def test_every_difference_is_listed() -> None:
    """Every place is listed, with its path, in an order that does not change from run to run."""
    expected = {"b": [1.0, 2.0, 3.0], "a": {"x": True, "gone": 1}, "same": "s"}
    found = {"b": [1.0, 2.5], "a": {"x": False, "more": 2}, "same": "s"}
    assert list(differences(expected, found, 0.0, "at")) == [
        ("at.a.gone", "1", "nothing"),
        ("at.a.more", "nothing", "2"),
        ("at.a.x", "true", "false"),
        ("at.b", "3 elements", "2 elements"),
        ("at.b[1]", "2.0", "2.5"),
    ]


def test_order_of_keys_is_nothing() -> None:
    """Objects are equal whatever the order of their members; arrays are not."""
    assert list(differences({"a": 1, "b": 2}, {"b": 2, "a": 1}, 0.0, "at")) == []
    assert len(list(differences([1, 2], [2, 1], 0.0, "at"))) == 2


def test_long_values_are_shortened() -> None:
    """What is found is shown, and not in all its length."""
    ((_, _, found),) = differences(None, "x" * 10_000, 0.0, "at")
    assert len(found) < 300
    assert "10002 characters" in found
