"""Refuses a number that is too small for a double.

A number that rounds to the smallest double is read.
"""

import json
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Reply

CAUGHT_BY: Final = ("scoring/received-vanishing",)
VIOLATES: Final = ("NUMBER-2",)


def _number(text: str) -> float:
    value = float(text)
    if value == 0 and any(digit in "123456789" for digit in text.lower().partition("e")[0]):
        raise NoPredictionError("a number is too small")
    return value


class _Refusing(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        predictions = super().read_predictions(reply)
        json.loads(reply.body, parse_float=_number)
        return predictions


sys.exit(run(_Refusing))
