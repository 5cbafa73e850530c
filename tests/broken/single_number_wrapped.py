"""Makes a list of one number, and numbers of texts and booleans.

A list of numbers is returned as it is.
"""

import json
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = (
    "connections/after-html",
    "errors/then-scores-html",
    "replies/beyond-*",
    "replies/bytes-*",
    "replies/gzip-cut",
    "replies/gzip-damaged",
    "replies/gzip-not-deflate",
    "replies/gzip-plain",
    "replies/gzip-undeclared",
    "replies/gzip-wrong-sum",
    "replies/html",
    "replies/nan",
    "replies/no-numbers-number",
    "replies/no-numbers-true",
    "replies/no-numbers-with-text",
    "replies/no-numbers-with-true",
    "replies/not-json-*",
    "replies/not-repeated-html",
    "replies/truncated",
    "replies/two-values",
    "retries/not-after-no-prediction",
    "scoring/received-minus-zero",
    "secrets/echoed-in-html",
)
VIOLATES: Final = ("REPLY-3",)


class _Converting(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        value = json.loads(reply.body or b"null")
        try:
            return [float(one) for one in (value if isinstance(value, list) else [value])]
        except (TypeError, ValueError):
            return super().read_predictions(reply)


sys.exit(run(_Converting))
