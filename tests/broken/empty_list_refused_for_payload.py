"""Refuses an empty list as the prediction for a payload.

Every other prediction is returned.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, NoPredictionError, Reply

CAUGHT_BY: Final = ("scoring/payload-received-list",)
VIOLATES: Final = ("SCORE-2",)


class _NotEmpty(Client):
    def read_payload(self, reply: Reply) -> Json:
        value = super().read_payload(reply)
        if value == []:
            raise NoPredictionError("the reply is an empty list")
        return value


sys.exit(run(_NotEmpty))
