"""Returns whatever a reply with status 200 contains, even if it is not predictions.

Valid predictions are read correctly.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import NoPredictionError, Reply

CAUGHT_BY: Final = (
    "connections/after-html",
    "connections/after-no-content",
    "errors/then-scores-empty",
    "errors/then-scores-html",
    "failures/all-of-200",
    "replies/beyond-*",
    "replies/bytes-*",
    "replies/empty",
    "replies/gzip-cut",
    "replies/gzip-damaged",
    "replies/gzip-empty",
    "replies/gzip-not-deflate",
    "replies/gzip-plain",
    "replies/gzip-undeclared",
    "replies/gzip-wrong-sum",
    "replies/html",
    "replies/json-in-string",
    "replies/nan",
    "replies/no-*",
    "replies/not-json-*",
    "replies/not-repeated-empty",
    "replies/not-repeated-html",
    "replies/null",
    "replies/object",
    "replies/sentence",
    "replies/truncated",
    "replies/two-values",
    "retries/not-after-no-prediction",
    "secrets/echoed-in-html",
)
VIOLATES: Final = ("REPLY-1", "REPLY-3")


class _StatusOnly(Client):
    def read_predictions(self, reply: Reply) -> object:
        try:
            return super().read_predictions(reply)
        except NoPredictionError:
            return reply.body.decode()


sys.exit(run(_StatusOnly))
