"""Refuses the reply to a payload unless it is a list of numbers.

The payload itself is sent unchanged.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, Reply

CAUGHT_BY: Final = (
    "limits/reply-limit-of-one-byte",
    "replies/charset-of-payload",
    "responses/of-a-payload",
    "scoring/payload-deep",
    "scoring/payload-integers",
    "scoring/payload-large",
    "scoring/payload-mlflow",
    "scoring/payload-power-bi",
    "scoring/payload-received-characters",
    "scoring/payload-received-empty-in-list",
    "scoring/payload-received-false",
    "scoring/payload-received-mixed",
    "scoring/payload-received-nested",
    "scoring/payload-received-null-in-list",
    "scoring/payload-received-number",
    "scoring/payload-received-of-one",
    "scoring/payload-received-true",
    "scoring/payload-received-unchanged",
    "scoring/payload-received-zero",
)
VIOLATES: Final = ("SCORE-2",)


class _NumbersOnly(Client):
    def read_payload(self, reply: Reply) -> Json:
        return self.read_predictions(reply)


sys.exit(run(_NumbersOnly))
