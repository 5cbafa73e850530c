"""Returns the predictions sorted in ascending order.

Requests are right, and the two documented predictions are already in that order.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = (
    "framing/chunked",
    "framing/many-headers",
    "framing/no-blank",
    "framing/odd-case",
    "framing/until-close",
    "replies/blanks",
    "scoring/numbers-received",
    "scoring/order",
    "scoring/received-above-largest",
    "scoring/received-exponent",
    "scoring/received-exponent-*",
    "scoring/received-largest",
    "scoring/received-long",
    "scoring/received-thirty-digits",
    "scoring/received-tie",
    "scoring/received-vanishing",
    "scoring/shape-*",
    "scoring/thousand",
)
VIOLATES: Final = ("SCORE-1",)


class _SortedPredictions(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        return sorted(super().read_predictions(reply))


sys.exit(run(_SortedPredictions))
