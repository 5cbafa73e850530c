"""Returns 0 if the reply contains -0.

Every other number is read bit for bit.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = (
    "scoring/numbers-received",
    "scoring/received-minus-zero",
)
VIOLATES: Final = ("NUMBER-2",)


class _PositiveZero(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        return [value + 0.0 for value in super().read_predictions(reply)]


sys.exit(run(_PositiveZero))
