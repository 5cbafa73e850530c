"""Takes false and zero for no prediction.

Other predictions are returned.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, NoPredictionError, Reply

CAUGHT_BY: Final = (
    "scoring/payload-received-false",
    "scoring/payload-received-zero",
)
VIOLATES: Final = ("SCORE-2",)


class _Broken(Client):
    def read_payload(self, reply: Reply) -> Json:
        prediction = super().read_payload(reply)
        if not prediction and not isinstance(prediction, list):
            raise NoPredictionError("the reply is not a prediction")
        return prediction


sys.exit(run(_Broken))
