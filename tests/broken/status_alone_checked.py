"""Returns whatever a reply with status 200 contains, even if it is not predictions.

Valid predictions are read correctly.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient
from azureml_scoring.reply import NoPredictionError

CAUGHT_BY: Final = ("replies/*",)


class _StatusOnly(ScoringClient):
    def read_predictions(self, reply: Reply) -> object:
        try:
            return super().read_predictions(reply)
        except NoPredictionError:
            return reply.body.decode()


sys.exit(run(_StatusOnly))
