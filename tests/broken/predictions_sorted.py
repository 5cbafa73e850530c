"""Returns the predictions sorted in ascending order.

Requests are right, and the two documented predictions are already in that order.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient

CAUGHT_BY: Final = ("scoring/numbers-received", "scoring/order", "scoring/thousand")


class _SortedPredictions(ScoringClient):
    def read_predictions(self, reply: Reply) -> list[float]:
        return sorted(super().read_predictions(reply))


sys.exit(run(_SortedPredictions))
