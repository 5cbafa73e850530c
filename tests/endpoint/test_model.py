"""The arithmetic of the model."""

from __future__ import annotations

import math

import pytest

from scoreline.endpoint.model import (
    COEFFICIENTS,
    INTERCEPT,
    NoPredictionError,
    evaluate,
    predict,
)

FIRST = [
    0.0199132141783263,
    0.0506801187398187,
    0.104808689473925,
    0.0700725447072635,
    -0.0359677812752396,
    -0.0266789028311707,
    -0.0249926566315915,
    -0.00259226199818282,
    0.00371173823343597,
    0.0403433716478807,
]
SECOND = [
    -0.0127796318808497,
    -0.044641636506989,
    0.0606183944448076,
    0.0528581912385822,
    0.0479653430750293,
    0.0293746718291555,
    -0.0176293810234174,
    0.0343088588777263,
    0.0702112981933102,
    0.00720651632920303,
]


def test_the_documented_rows_give_the_documented_predictions_bit_for_bit() -> None:
    """The model reproduces the documented numbers."""
    assert predict([FIRST, SECOND]) == [217.67978776218715, 224.78937091757172]


def test_descending_integers_give_the_documented_example() -> None:
    """The example of the documented swagger is this prediction, cut off after three digits."""
    (prediction,) = predict([[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]])
    assert math.floor(prediction * 1000) / 1000 == 3726.995


def test_the_intercept_comes_first() -> None:
    """With the intercept added last, the second documented prediction is another double."""
    last = 0.0
    for value, coefficient in zip(SECOND, COEFFICIENTS, strict=True):
        last += value * coefficient
    assert last + INTERCEPT != evaluate(SECOND) == 224.78937091757172


@pytest.mark.parametrize(
    "data",
    [
        None,
        "rows",
        {},
        [],
        [1.0],
        [[]],
        [[0.0] * 9],
        [[0.0] * 11],
        [[0.0] * 9 + ["0.1"]],
        [[0.0] * 9 + [True]],
        [[0.0] * 9 + [None]],
        [[0.0] * 9 + [10**400]],
        [[0.0] * 10, [0.0]],
    ],
)
def test_anything_but_rows_of_ten_numbers_has_no_prediction(data: object) -> None:
    """Data that are not one or more rows of ten numbers raise, as in the scoring script."""
    with pytest.raises(NoPredictionError):
        predict(data)


def test_a_prediction_may_be_infinite() -> None:
    """Rows that overflow give infinity, as in floating point, and not an error."""
    assert predict([[0.0, 0.0, 1e308] + [0.0] * 7]) == [math.inf]
