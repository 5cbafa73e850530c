"""Rounds an integer that lies between two doubles to the upper one.

An integer that is nearer to one of them is right, and so is every number with a point.
"""

import json
import math
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = ("scoring/numbers-received",)
VIOLATES: Final = ("NUMBER-2",)


def _double(text: str) -> float:
    exact, nearest = int(text), float(text)
    tie = nearest < exact and 2 * (exact - int(nearest)) == math.ulp(nearest)
    return math.nextafter(nearest, math.inf) if tie else nearest


class _Upwards(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        predictions = super().read_predictions(reply)
        values = json.loads(reply.body, parse_int=lambda text: text)
        return [
            _double(value) if isinstance(value, str) and value != "-0" else prediction
            for value, prediction in zip(values, predictions, strict=True)
        ]


sys.exit(run(_Upwards))
