"""Vectors: each number is computed a second time in another way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from scoreline.endpoint.model import COEFFICIENTS, INTERCEPT, predict
from scoreline.fault import Code, FaultError
from scoreline.formats.schema import load_schemas, schemas_folder
from scoreline.suite.vector import Vector, generate, vector_from

FILES = sorted((schemas_folder() / "vectors").glob("*.json"))
NAMES = [path.stem for path in FILES]


def read(path: Path) -> dict[str, Any]:
    """The document in a vector file."""
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def exactly(row: tuple[float, ...]) -> float:
    """The prediction computed with fractions and rounded once, at the end."""
    products = (Fraction(x) * Fraction(c) for x, c in zip(row, COEFFICIENTS, strict=True))
    return float(Fraction(INTERCEPT) + sum(products))


def split_mix(seed: int) -> Iterator[int]:
    """SplitMix64 again, with the remainder of a division instead of the harness's bit masks."""
    size = 2**64
    state = seed
    while True:
        state = (state + 11400714819323198485) % size
        word = state
        for shift, factor in ((30, 13787848793156543929), (27, 10723151780598845931)):
            word = (word ^ word // 2**shift) * factor % size
        yield word ^ word // 2**31


def test_the_vectors_are_these() -> None:
    """A vector cannot be added, renamed or lost unnoticed."""
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
    """A vector is valid against its schema and has less than 100 kB."""
    assert list(load_schemas().errors("harness/vector", read(path))) == []
    assert vector_from(read(path)).name == path.stem
    assert path.stat().st_size < 100_000
    assert (path.parent / read(path)["$schema"]).is_file()


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_stored_predictions_are_the_exact_ones(path: Path) -> None:
    """A computation with fractions that is rounded once returns the same doubles."""
    vector = vector_from(read(path))
    assert vector.predictions == tuple(map(exactly, vector.rows))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_model_is_within_the_tolerance(path: Path) -> None:
    """The endpoint's predictions are within a tenth of the tolerance."""
    vector = vector_from(read(path))
    allowed = vector.relative_tolerance / 10
    answers = predict([list(row) for row in vector.rows])
    for answer, expected in zip(answers, vector.predictions, strict=True):
        assert isclose(answer, expected, rel_tol=allowed, abs_tol=0.0)


def test_the_documented_vectors_hold_the_documented_numbers() -> None:
    """The documented numbers are those of both rows together and of each row alone."""
    together, first, second = (
        vector_from(read(schemas_folder() / "vectors" / f"{name}.json"))
        for name in ("documented", "documented-first", "documented-second")
    )
    assert together.predictions == (217.67978776218715, 224.78937091757172)
    assert together.predictions == first.predictions + second.predictions
    assert together.rows == first.rows + second.rows


def test_the_generator_is_split_mix() -> None:
    """The first outputs for the seed 1234567 are the published ones of SplitMix64."""
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
    """Rows are made in order, one output per number, all within a quarter of zero."""
    rows = generate(362249, 1000, 10)
    outputs = split_mix(362249)
    assert len(rows) == 1000
    for row in rows:
        assert row == tuple(
            float(Fraction((next(outputs) >> 11) - 2**52, 2**54)) for _ in range(10)
        )
        assert all(-0.25 <= number < 0.25 for number in row)


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "field"),
    [(-1, 1, 1, "seed"), (2**64, 1, 1, "seed"), (1, 0, 1, "rows"), (1, 1, 0, "columns")],
)
def test_what_cannot_be_generated(seed: int, rows: int, columns: int, field: str) -> None:
    """A seed beyond 64 bits and a matrix without numbers are refused."""
    with pytest.raises(FaultError) as caught:
        generate(seed, rows, columns)
    assert (caught.value.fault.code, caught.value.fault.details) == (Code.INVALID, {"field": field})


BASE: dict[str, Any] = {
    "name": "one",
    "title": "One",
    "source": "This test",
    "rows": [[1, 2]],
    "predictions": [3],
    "tolerance": {"exact": True},
}


def test_a_document_becomes_a_vector() -> None:
    """Integers become doubles, and an exact tolerance becomes 0.0."""
    assert vector_from(BASE) == Vector("one", "One", "This test", ((1.0, 2.0),), (3.0,), 0.0)
    assert type(vector_from(BASE).rows[0][0]) is float
    assert vector_from(BASE | {"tolerance": {"relative": 1e-9}}).relative_tolerance == 1e-9


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"predictions": [1, 2]}, Code.CONFLICT, "predictions"),
        ({"rows": [[1], [1, 2]], "predictions": [1, 2]}, Code.CONFLICT, "rows"),
        ({"predictions": [float("nan")]}, Code.INVALID, "predictions"),
        ({"rows": [[float("inf"), 1]]}, Code.INVALID, "rows"),
        ({"rows": [[10**400, 1]]}, Code.INVALID, "rows"),
    ],
)
def test_a_document_that_contradicts_itself(change: dict[str, Any], code: Code, field: str) -> None:
    """Contradictions that a schema cannot express are reported with their field."""
    with pytest.raises(FaultError) as caught:
        vector_from(BASE | change)
    assert (caught.value.fault.code, caught.value.fault.details) == (code, {"field": field})


def test_another_generator_is_not_guessed() -> None:
    """A generator of another name is refused."""
    document = {key: value for key, value in BASE.items() if key != "rows"}
    other = {"algorithm": "mt19937", "seed": 1, "rows": 1, "columns": 2}
    with pytest.raises(FaultError) as caught:
        vector_from(document | {"generator": other})
    assert caught.value.fault.code == Code.UNKNOWN_NAME
    assert caught.value.fault.details == {"field": "generator.algorithm"}


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
    """The schema refuses wrong names and types, two tolerances, rows with a generator, and more."""
    assert list(load_schemas().errors("harness/vector", BASE | change)) != []
