"""Vectors: each number is computed a second time, another way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from scoreline.endpoint.model import COEFFICIENTS, INTERCEPT, predict
from scoreline.formats.schema import load_schemas, schemas_folder
from scoreline.suite.vector import Vector, generate, vector_from

FILES = sorted((schemas_folder() / "vectors").glob("*.json"))
NAMES = [path.stem for path in FILES]


def read(path: Path) -> dict[str, Any]:
    """The document in a vector file."""
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def exactly(row: tuple[float, ...]) -> float:
    """The prediction without any rounding but the last: fractions have none."""
    products = (Fraction(x) * Fraction(c) for x, c in zip(row, COEFFICIENTS, strict=True))
    return float(Fraction(INTERCEPT) + sum(products))


def split_mix(seed: int) -> Iterator[int]:
    """SplitMix64 once more, with the remainder of a division where the harness masks bits."""
    size = 2**64
    state = seed
    while True:
        state = (state + 11400714819323198485) % size
        word = state
        for shift, factor in ((30, 13787848793156543929), (27, 10723151780598845931)):
            word = (word ^ word // 2**shift) * factor % size
        yield word ^ word // 2**31


def test_the_vectors_are_these() -> None:
    """None is added, renamed or lost unnoticed."""
    assert set(NAMES) == {
        "descending",
        "documented",
        "documented-first",
        "documented-second",
        "thousand",
        "zeros",
    }


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_vector_is_valid_named_after_its_file_and_small(path: Path) -> None:
    """It is valid against its schema and fits comfortably into a repository."""
    assert list(load_schemas().errors("harness/vector", read(path))) == []
    assert vector_from(read(path)).name == path.stem
    assert path.stat().st_size < 100_000
    assert (path.parent / read(path)["$schema"]).is_file()


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_stored_predictions_are_the_exact_ones(path: Path) -> None:
    """A computation with fractions, rounded once, gives the same doubles."""
    vector = vector_from(read(path))
    assert vector.predictions == tuple(map(exactly, vector.rows))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_model_is_within_the_tolerance(path: Path) -> None:
    """What the endpoint answers passes, with a factor of ten to spare where anything may be off."""
    vector = vector_from(read(path))
    allowed = vector.relative_tolerance / 10
    answers = predict([list(row) for row in vector.rows])
    for answer, expected in zip(answers, vector.predictions, strict=True):
        assert isclose(answer, expected, rel_tol=allowed, abs_tol=0.0)


def test_the_documented_vectors_hold_the_documented_numbers() -> None:
    """Both rows together, and each alone."""
    together, first, second = (
        vector_from(read(schemas_folder() / "vectors" / f"{name}.json"))
        for name in ("documented", "documented-first", "documented-second")
    )
    assert together.predictions == (217.67978776218715, 224.78937091757172)
    assert together.predictions == first.predictions + second.predictions
    assert together.rows == first.rows + second.rows


def test_the_generator_is_split_mix() -> None:
    """The first outputs of SplitMix64 for the seed 1234567, as they are published everywhere."""
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    outputs = split_mix(1234567)
    assert [next(outputs) for _ in published] == published
    (row,) = generate(1234567, 1, len(published))
    assert row == tuple(float(Fraction((word >> 11) - 2**52, 2**54)) for word in published)


def test_rows_are_made_one_after_the_other() -> None:
    """Row by row, one output a number, all within a quarter of zero."""
    rows = generate(362249, 1000, 10)
    outputs = split_mix(362249)
    assert len(rows) == 1000
    for row in rows:
        assert row == tuple(
            float(Fraction((next(outputs) >> 11) - 2**52, 2**54)) for _ in range(10)
        )
        assert all(-0.25 <= number < 0.25 for number in row)


@pytest.mark.parametrize(
    ("seed", "rows", "columns"), [(-1, 1, 1), (2**64, 1, 1), (1, 0, 1), (1, 1, 0)]
)
def test_what_cannot_be_generated(seed: int, rows: int, columns: int) -> None:
    """A seed beyond 64 bits and a matrix without numbers are refused."""
    with pytest.raises(ValueError, match=r"does not fit|there are no"):
        generate(seed, rows, columns)


BASE: dict[str, Any] = {
    "name": "one",
    "title": "One",
    "source": "This test",
    "rows": [[1, 2]],
    "predictions": [3],
    "tolerance": {"exact": True},
}


def test_a_document_becomes_a_vector() -> None:
    """Integers become doubles, and exact means a tolerance of nothing."""
    assert vector_from(BASE) == Vector("one", "One", "This test", ((1.0, 2.0),), (3.0,), 0.0)
    assert type(vector_from(BASE).rows[0][0]) is float
    assert vector_from(BASE | {"tolerance": {"relative": 1e-9}}).relative_tolerance == 1e-9


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"predictions": [1, 2]}, "2 predictions for 1 rows"),
        ({"rows": [[1], [1, 2]], "predictions": [1, 2]}, "differ in length"),
        ({"predictions": [float("nan")]}, "not finite"),
        ({"rows": [[float("inf"), 1]]}, "not finite"),
    ],
)
def test_a_document_that_contradicts_itself(change: dict[str, Any], words: str) -> None:
    """What a schema cannot say is checked, and said."""
    with pytest.raises(ValueError, match=words):
        vector_from(BASE | change)


def test_another_generator_is_not_guessed() -> None:
    """Only the one algorithm is known."""
    document = {key: value for key, value in BASE.items() if key != "rows"}
    other = {"algorithm": "mt19937", "seed": 1, "rows": 1, "columns": 2}
    with pytest.raises(ValueError, match="no generator 'mt19937'"):
        vector_from(document | {"generator": other})


@pytest.mark.parametrize(
    "change",
    [
        {"name": "One"},
        {"source": ""},
        {"rows": []},
        {"rows": [["1"]]},
        {"rows": [[1, True]]},
        {"predictions": [None]},
        {"tolerance": {}},
        {"tolerance": {"relative": 0}},
        {"tolerance": {"exact": False}},
        {"tolerance": {"exact": True, "relative": 1e-12}},
        {"generator": {"algorithm": "splitmix64", "seed": 1, "rows": 1, "columns": 1}},
        {"more": 1},
    ],
)
def test_the_schema_refuses(change: dict[str, Any]) -> None:
    """Wrong names and types, both tolerances, rows beside a generator, and unknown members."""
    assert list(load_schemas().errors("harness/vector", BASE | change)) != []
