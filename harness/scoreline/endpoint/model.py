"""The model behind the documented numbers: a ridge regression on ten columns.

Source: the documented payload and its two predictions in "Consume an Azure Machine Learning model
deployed as a web service". They are rows 362 and 249 of the diabetes data, and the model is
scikit-learn's `Ridge(alpha=0.4)` on `train_test_split(test_size=0.2, random_state=0)`; scikit-learn
up to 0.22 reproduces both documented numbers bit for bit. Since 1.1 the data set itself is
scaled differently, so a model fitted today is off by one part in a million.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

INTERCEPT: Final = 152.11788558574
"""The prediction for a row of zeros."""

COEFFICIENTS: Final = (
    3.667376236969423,
    -137.03884377642618,
    414.2531952736959,
    231.22218714779896,
    -27.59487891220319,
    -81.3362622533103,
    -190.80126062555738,
    125.48559142769702,
    350.55962210194,
    96.85216850184753,
)
"""One per column: age, sex, body mass index, blood pressure, and six blood serum measurements."""

_NUMBERS: Final = frozenset({int, float})


class NoPredictionError(Exception):
    """The model cannot predict from such data; stands for an exception of the scoring script."""


def predict(rows: object) -> list[float]:
    """The predictions for rows of ten numbers, one per row.

    Args:
        rows: the value of `data` as it was read from JSON; it may be anything.

    Returns:
        Predictions; not finite if a row is not finite or its numbers are too large.

    Raises:
        NoPredictionError: the data are not one or more rows of ten numbers; its message names what
            is wrong, and in which row, from 1.
    """
    if not isinstance(rows, list) or not rows:
        raise NoPredictionError("'data' is not a list of rows, or is empty")
    return [_predict_one(number, row) for number, row in enumerate(rows, 1)]


def _predict_one(number: int, row: object) -> float:
    if not isinstance(row, list) or len(row) != len(COEFFICIENTS):
        raise NoPredictionError(f"row {number} does not have {len(COEFFICIENTS)} numbers")
    if not _NUMBERS.issuperset(map(type, row)):  # to Python, but not here, a Boolean is an int
        raise NoPredictionError(f"row {number} holds something that is not a number")
    try:
        return evaluate(row)
    except OverflowError as error:
        message = f"row {number} holds an integer outside the range of a double"
        raise NoPredictionError(message) from error


def evaluate(row: Iterable[float]) -> float:
    """One prediction: the intercept first, then each product added from left to right.

    The order matters: with the intercept added last, the second documented prediction is off by
    one unit in the last place.
    """
    total = INTERCEPT
    for value, coefficient in zip(row, COEFFICIENTS, strict=True):
        total += value * coefficient
    return total
