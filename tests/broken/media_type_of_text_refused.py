"""Takes no text for predictions, though it is JSON, if the media type is one of text.

Predictions of any other media type are read, and so are those without one.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Reply

CAUGHT_BY: Final = (
    "replies/declared-as-html",
    "replies/declared-as-text",
)
VIOLATES: Final = ("REPLY-6",)


class _NoText(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        if reply.headers.get("content-type", "").startswith("text/"):
            raise NoPredictionError("the media type is one of text")
        return super().read_predictions(reply)


sys.exit(run(_NoText))
