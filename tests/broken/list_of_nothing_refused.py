"""Takes a list of an empty object or null for no prediction.

Other lists are returned.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, NoPredictionError, Reply

CAUGHT_BY: Final = (
    "scoring/payload-received-empty-in-list",
    "scoring/payload-received-null-in-list",
)
VIOLATES: Final = ("SCORE-2",)


class _Broken(Client):
    def read_payload(self, reply: Reply) -> Json:
        prediction = super().read_payload(reply)
        if prediction in ([{}], [None]):
            raise NoPredictionError("the reply has no prediction")
        return prediction


sys.exit(run(_Broken))
