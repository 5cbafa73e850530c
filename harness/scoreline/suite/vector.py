"""A vector: rows, the predictions that belong to them, and where both come from.

Small vectors write their rows down. A large one names a generator instead, an algorithm that every
language can repeat to the bit: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
generators, OOPSLA 2014), row by row, one step a number, each made a double by exact operations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

ALGORITHM = "splitmix64"
"""The one generator there is, as vector files name it."""

_MASK = (1 << 64) - 1
_GOLDEN_GAMMA = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Vector:
    """Rows and their predictions.

    Attributes:
        name: the file's name without its ending.
        title: what the rows are, for people.
        source: where rows and predictions come from.
        rows: what is sent, a tuple a row.
        predictions: what comes back, one a row.
        relative_tolerance: how far a prediction may be off, relative to the expected number;
            0.0: to the bit.
    """

    name: str
    title: str
    source: str
    rows: tuple[tuple[float, ...], ...]
    predictions: tuple[float, ...]
    relative_tolerance: float


def generate(seed: int, rows: int, columns: int) -> tuple[tuple[float, ...], ...]:
    """The rows that belong to a seed: the same in every language and on every machine.

    The upper 53 bits of each SplitMix64 output, an integer k, become the double
    (k - 2^52) / 2^54, from -0.25 up to but without 0.25. Both operations are exact, so neither
    rounding nor fused arithmetic can make a difference.

    Args:
        seed: the first state, an integer from 0 to 2^64 - 1.
        rows: how many rows.
        columns: how many numbers a row.

    Raises:
        ValueError: the seed does not fit in 64 bits, or a count is below 1.
    """
    if not 0 <= seed <= _MASK:
        raise ValueError(f"the seed {seed} does not fit in 64 bits")
    if rows < 1 or columns < 1:
        raise ValueError(f"there are no {rows} rows of {columns} columns")
    numbers = _doubles(seed)
    return tuple(tuple(next(numbers) for _ in range(columns)) for _ in range(rows))


def vector_from(document: Mapping[str, Any]) -> Vector:
    """A vector out of its document, which is valid against `harness/vector`.

    Raises:
        ValueError: it names a generator that is not there, the rows differ in length, there is not
            one prediction a row, or a number is not finite.
    """
    rows = _rows(document)
    predictions = tuple(map(float, document["predictions"]))
    if len(predictions) != len(rows):
        raise ValueError(f"there are {len(predictions)} predictions for {len(rows)} rows")
    if len({len(row) for row in rows}) != 1:
        raise ValueError("the rows differ in length")
    if not all(map(isfinite, predictions)) or not all(isfinite(x) for row in rows for x in row):
        raise ValueError("a number is not finite")
    return Vector(
        name=document["name"],
        title=document["title"],
        source=document["source"],
        rows=rows,
        predictions=predictions,
        relative_tolerance=float(document["tolerance"].get("relative", 0.0)),
    )


def _rows(document: Mapping[str, Any]) -> tuple[tuple[float, ...], ...]:
    if "rows" in document:
        rows: Sequence[Sequence[float]] = document["rows"]
        return tuple(tuple(map(float, row)) for row in rows)
    generator = document["generator"]
    if generator["algorithm"] != ALGORITHM:
        raise ValueError(f"there is no generator {generator['algorithm']!r}, only {ALGORITHM!r}")
    return generate(int(generator["seed"]), generator["rows"], generator["columns"])


def _doubles(seed: int) -> Iterator[float]:
    state = seed
    while True:
        state = (state + _GOLDEN_GAMMA) & _MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        mixed ^= mixed >> 31
        yield ((mixed >> 11) - (1 << 52)) * 2.0**-54
