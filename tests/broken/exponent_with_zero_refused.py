"""Refuses a number whose exponent begins with a zero.

Every other exponent is read.
"""

import re
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Reply

CAUGHT_BY: Final = (
    "scoring/received-exponent-of-zero",
    "scoring/received-exponent-zeros",
)
VIOLATES: Final = ("NUMBER-2",)


class _Refusing(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        predictions = super().read_predictions(reply)
        if re.search(rb"[eE][+-]?0", reply.body):
            raise NoPredictionError("an exponent begins with a zero")
        return predictions


sys.exit(run(_Refusing))
