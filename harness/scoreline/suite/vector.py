"""A vector: rows, the predictions that belong to them, and where both come from.

A small vector lists its rows. A large one names a generator instead, an algorithm that every
language can repeat bit for bit: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom
number generators, OOPSLA 2014), row by row, one step per number, each made a double by exact
operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from scoreline.fault import Code, Fault, FaultError
from scoreline.formats.json import Json, parse
from scoreline.formats.problem import Problem
from scoreline.formats.schema import schema_problems

ALGORITHM = "splitmix64"
"""The name of the only generator in vector files."""

_MASK = (1 << 64) - 1
_GOLDEN_GAMMA = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Vector:
    """Rows and their predictions.

    Attributes:
        name: the file's name without its ending.
        title: what the rows are, for people.
        source: where rows and predictions come from.
        rows: what is sent, one tuple per row.
        predictions: what is returned, one number per row.
        relative_tolerance: how far a prediction may be off, relative to the expected number;
            0.0: bit for bit.
    """

    name: str
    title: str
    source: str
    rows: tuple[tuple[float, ...], ...]
    predictions: tuple[float, ...]
    relative_tolerance: float


def read_vector(path: Path, problems: list[Problem], *, valid: bool) -> Vector | None:
    """The vector of a file, or None if it cannot be used.

    Args:
        path: the file.
        problems: everything that is wrong with the file is added here.
        valid: the file is known to be valid by its schema.
    """
    try:
        document: Any = parse(path.read_bytes())
    except OSError as error:
        message = error.strerror or str(error)
        problems.append(Problem(Code.UNREADABLE, str(path), "", message))
        return None
    except ValueError as error:
        problems.append(Problem(Code.INVALID_JSON, str(path), "", f"is not JSON: {error}"))
        return None
    found = [] if valid else list(schema_problems(path, "harness/vector", document))
    problems.extend(found)
    if found:
        return None
    try:
        vector = vector_from(document)
    except FaultError as error:
        where = str(error.fault.details["field"])
        problems.append(Problem(error.fault.code, str(path), where, error.fault.message))
        return None
    if vector.name != path.stem:
        message = f"is not the file's name {path.stem!r}"
        problems.append(Problem(Code.WRONG_FILE_NAME, str(path), "name", message))
    return vector


def vector_from(document: Mapping[str, Any]) -> Vector:
    """The vector that a document states, which is valid against `harness/vector`.

    Raises:
        FaultError: the generator is unknown, the rows differ in length, there is not one
            prediction per row, or a number is not a finite double. The fault's detail `field` is
            the path of the field.
    """
    rows = _rows(document)
    predictions = _doubles("predictions", document["predictions"])
    if len(predictions) != len(rows):
        message = f"there are {len(predictions)} predictions for {len(rows)} rows"
        raise _fault(Code.CONFLICT, "predictions", message)
    if len({len(row) for row in rows}) != 1:
        raise _fault(Code.CONFLICT, "rows", "the rows differ in length")
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
        return tuple(_doubles("rows", row) for row in document["rows"])
    generator = document["generator"]
    if generator["algorithm"] != ALGORITHM:
        message = f"there is no generator {generator['algorithm']!r}, only {ALGORITHM!r}"
        raise _fault(Code.UNKNOWN_NAME, "generator.algorithm", message)
    return generate(int(generator["seed"]), generator["rows"], generator["columns"])


def _doubles(field: str, numbers: Iterable[float]) -> tuple[float, ...]:
    try:
        doubles = tuple(map(float, numbers))
    except OverflowError as error:
        raise _fault(Code.INVALID, field, "a number is outside the range of a double") from error
    if not all(map(isfinite, doubles)):
        raise _fault(Code.INVALID, field, "a number is not finite")
    return doubles


def _fault(code: Code, field: str, message: str) -> FaultError:
    return FaultError(Fault(code, message, {"field": field}))


def request_of(rows: Iterable[Iterable[float]]) -> dict[str, Json]:
    """The request that carries rows: an object whose member `data` is an array of arrays."""
    return {"data": [list(row) for row in rows]}


def generate(seed: int, rows: int, columns: int) -> tuple[tuple[float, ...], ...]:
    """The rows that belong to a seed: the same in every language and on every machine.

    The upper 53 bits of each SplitMix64 output, an integer k, become the double
    (k - 2^52) / 2^54, from -0.25 up to but without 0.25. Both operations are exact, so neither
    rounding nor fused arithmetic can make a difference.

    Args:
        seed: the first state, an integer from 0 to 2^64 - 1.
        rows: number of rows.
        columns: numbers per row.

    Raises:
        FaultError: the seed does not fit in 64 bits, or a count is below 1. The fault's detail
            `field` is the name of the argument.
    """
    if not 0 <= seed <= _MASK:
        raise _fault(Code.INVALID, "seed", f"the seed {seed} does not fit in 64 bits")
    for field, count in (("rows", rows), ("columns", columns)):
        if count < 1:
            raise _fault(Code.INVALID, field, f"{count} is below 1")
    numbers = _outputs(seed)
    return tuple(tuple(next(numbers) for _ in range(columns)) for _ in range(rows))


def _outputs(seed: int) -> Iterator[float]:
    state = seed
    while True:
        state = (state + _GOLDEN_GAMMA) & _MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        mixed ^= mixed >> 31
        yield ((mixed >> 11) - (1 << 52)) * 2.0**-54
