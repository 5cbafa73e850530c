"""Reports an empty list of predictions as an error.

A list with a prediction is returned.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient
from azureml_scoring.reply import NoPredictionError

CAUGHT_BY: Final = ("scoring/predictions-none",)
VIOLATES: Final = ("SCORE-1",)


class _Broken(ScoringClient):
    def read_predictions(self, reply: Reply) -> list[float]:
        predictions = super().read_predictions(reply)
        if not predictions:
            raise NoPredictionError("the reply has no predictions")
        return predictions


sys.exit(run(_Broken))
