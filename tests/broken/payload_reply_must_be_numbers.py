"""Refuses the reply to a payload unless it is a list of numbers.

The payload itself is sent unchanged.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Json, Reply, ScoringClient

CAUGHT_BY: Final = (
    "scoring/payload-integers",
    "scoring/payload-mlflow",
    "scoring/payload-power-bi",
    "scoring/payload-received-characters",
    "scoring/payload-received-mixed",
    "scoring/payload-received-nested",
    "scoring/payload-received-number",
    "scoring/payload-received-true",
)
VIOLATES: Final = ("SCORE-2",)


class _NumbersOnly(ScoringClient):
    def read_payload(self, reply: Reply) -> Json:
        return self.read_predictions(reply)


sys.exit(run(_NumbersOnly))
