"""JSON: strict, doubles keep their bits, and no input is too large to handle."""

from __future__ import annotations

import json
import random
import struct

import pytest

from scoreline.formats.json import DEEPEST, Json, NestingError, parse, render


@pytest.mark.parametrize(
    "number",
    [0.0, -0.0, 5e-324, 2.2250738585072011e-308, 1.7976931348623157e308, 0.1, 1e21, 1e-7, 1 / 3],
)
def test_doubles_keep_their_bits(number: float) -> None:
    """A double that is written and read again is the same bit for bit, even at the limits."""
    again = parse(render(number))
    assert struct.pack("<d", again) == struct.pack("<d", number)


def test_any_double_keeps_its_bits() -> None:
    """Ten thousand seeded doubles of any size are the same bit for bit."""
    numbers = random.Random(20261124)  # noqa: S311 - not a secret
    bits = (numbers.getrandbits(64).to_bytes(8, "little") for _ in range(10_000))
    doubles = [
        number for (number,) in map(struct.Struct("<d").unpack, bits) if number - number == 0
    ]
    assert parse(render(doubles)) == doubles


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-0", "-0.0"),
        ("[-0, 0, 0.0]", "[-0.0, 0, 0.0]"),
        ("9007199254740993", "9007199254740993"),
        ("9007199254740993.0", "9007199254740992.0"),
        ("1E+2", "100.0"),
        (' {"a":\t[null, true]}\r\n', "{'a': [None, True]}"),
        ('"\\ud83d\\ude00"', "'😀'"),
        ("1" * 400, "1" * 400),
    ],
)
def test_read(text: str, value: str) -> None:
    """A number with a point or an exponent is a double, and so is −0; others are integers."""
    assert repr(parse(text)) == value
    assert repr(parse(text.encode())) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "nul",
        "NaN",
        "[Infinity]",
        '{"a": -Infinity}',
        "1e999",
        "[-1e400]",
        "[1E400]",
        f"[{'9' * 400}.0]",
        f"[1e-5, {'9' * 400}.0e-1]",
        "[1.0] [2.0]",
        "[1.0",
        "[1.0,]",
        "{'a': 1}",
        "01",
        "+1",
        ".5",
        '"\n"',
        '"\\ud800"',
        '{"\\uDC00": 1}',
        "\ufeff1",
        "1" * 5000,
    ],
)
def test_refused(text: str) -> None:
    """Text that is not JSON, a finite double or a character is refused."""
    with pytest.raises(ValueError):  # noqa: PT011 - the kinds have nothing else in common
        parse(text)


def test_not_utf_8() -> None:
    """Bytes that are not UTF-8 are not JSON."""
    with pytest.raises(UnicodeDecodeError):
        parse(b'"\xff"')


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_nesting(opens: str, closes: str) -> None:
    """A value that is nested too deep is refused, however deep it is."""
    deep = opens * DEEPEST + "1" + closes * DEEPEST
    assert render(parse(deep)) == deep.replace(" ", "")
    for depth in (DEEPEST + 1, 500, 100_000):
        with pytest.raises(NestingError):
            parse(opens * depth + "1" + closes * depth)


def test_width_is_not_depth() -> None:
    """A long list of lists is not deep."""
    text = render([[1.5]] * 10_000)
    assert parse(text) == [[1.5]] * 10_000


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [-float("inf")]])
def test_unwritable_numbers(value: Json) -> None:
    """A number that is not finite cannot be written."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own, without a kind
        render(value)


def test_one_line() -> None:
    """JSON is written as one line without spaces, and other parsers can read it."""
    text = render({"a": "line\nend", "b": ["ä", (1.5, None)]})
    assert text == '{"a":"line\\nend","b":["ä",[1.5,null]]}'
    assert json.loads(text) == {"a": "line\nend", "b": ["ä", [1.5, None]]}
