"""Returns each prediction one unit in the last place too high.

Requests are right, and most predictions stay within the tolerance of their vector.
"""

import math
import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient

CAUGHT_BY: Final = ("scoring/numbers-*", "scoring/order", "scoring/zeros")


class _OneUlpOff(ScoringClient):
    def read_predictions(self, reply: Reply) -> list[float]:
        return [math.nextafter(value, math.inf) for value in super().read_predictions(reply)]


sys.exit(run(_OneUlpOff))
