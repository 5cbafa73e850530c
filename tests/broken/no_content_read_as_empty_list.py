"""Returns no predictions for a 204.

A reply with another status needs a body.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient

CAUGHT_BY: Final = (
    "connections/after-no-content",
    "replies/no-content-204",
)
VIOLATES: Final = ("REPLY-1",)


class _NoContent(ScoringClient):
    def read_predictions(self, reply: Reply) -> list[float]:
        return [] if reply.status == 204 else super().read_predictions(reply)


sys.exit(run(_NoContent))
