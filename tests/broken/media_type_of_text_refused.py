"""Takes no text for predictions, though it is JSON, if the media type is one of text.

Predictions of any other media type are read, and so are those without one.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient
from azureml_scoring.reply import NoPredictionError

CAUGHT_BY: Final = (
    "replies/declared-as-html",
    "replies/declared-as-text",
)
VIOLATES: Final = ("REPLY-6",)


class _NoText(ScoringClient):
    def read_predictions(self, reply: Reply) -> list[float]:
        if reply.headers.get("content-type", "").startswith("text/"):
            raise NoPredictionError("the media type is one of text")
        return super().read_predictions(reply)


sys.exit(run(_NoText))
