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
    "replies/beyond-range-integer",
    "replies/bytes-mark",
    "replies/nan",
    "replies/no-numbers-number",
    "replies/no-numbers-true",
    "replies/no-numbers-with-text",
    "replies/no-numbers-with-true",
    "replies/not-json-infinity",
    "replies/not-json-too-large",
    "retries/not-after-no-prediction",
    "scoring/received-minus-zero",
)
VIOLATES: Final = ("REPLY-3",)


class _Converting(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        try:
            value = json.loads(reply.body)
            return [float(one) for one in (value if isinstance(value, list) else [value])]
        except (TypeError, ValueError):
            return super().read_predictions(reply)


sys.exit(run(_Converting))
