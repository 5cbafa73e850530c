"""Reports an empty list of predictions as an error.

A list with a prediction is returned.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Reply

CAUGHT_BY: Final = ("scoring/predictions-none",)
VIOLATES: Final = ("SCORE-1",)


class _Broken(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        predictions = super().read_predictions(reply)
        if not predictions:
            raise NoPredictionError("the reply has no predictions")
        return predictions


sys.exit(run(_Broken))
