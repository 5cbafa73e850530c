"""Rows as doubles, from whatever a caller has them in."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from math import isfinite
from typing import Any, Protocol, SupportsFloat, TypeAlias

from azureml_scoring.errors import configuration_error


class Table(Protocol):
    """A table that numpy can copy, such as a DataFrame of pandas or polars."""

    def to_numpy(self) -> Any:  # noqa: ANN401  # an array of numpy, which is not a dependency
        """Return the values as a two-dimensional array."""


Rows: TypeAlias = Iterable[Iterable[SupportsFloat]] | Table
"""A matrix: iterables of numbers, also those of numpy, or a DataFrame without its labels."""

_NOT_ROWS = (bytes, bytearray, memoryview, Mapping, AbstractSet)
"""Iterables of numbers, or of what looks like numbers, that are not a row in any order."""


def matrix_of(rows: Rows) -> list[list[float]]:
    """Return `rows` as lists of doubles.

    Raises:
        ScoringError: of kind `configuration`, if `rows` is not a matrix of finite doubles.
    """
    try:
        matrix = [_row(row) for row in _iterable(rows)]
    except TypeError:
        reason = "rows is not a matrix of numbers"
    except OverflowError:
        reason = "rows contains a number outside the range of a double"
    else:
        if all(all(map(isfinite, row)) for row in matrix):
            return matrix
        reason = "rows contains NaN or an infinite number, which JSON cannot represent"
    raise configuration_error(reason)


def _row(row: Iterable[SupportsFloat]) -> list[float]:
    if isinstance(row, _NOT_ROWS):
        raise TypeError
    # array("d") accepts only numbers, whereas float() also accepts "1.5".
    numbers: Any = iter(row)  # of whatever has __float__
    return array("d", numbers).tolist()


def _iterable(rows: Any) -> Iterable[Any]:  # noqa: ANN401  # see Rows
    if isinstance(rows, _NOT_ROWS):
        raise TypeError
    if hasattr(rows, "to_numpy"):  # iterating over a DataFrame would give the names of its columns
        rows = rows.to_numpy()
    return rows.tolist() if hasattr(rows, "tolist") else rows  # type: ignore[no-any-return]
