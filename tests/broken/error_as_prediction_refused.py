"""Takes an object with a member error or message for no prediction.

Other objects are returned.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, NoPredictionError, Reply

CAUGHT_BY: Final = ("scoring/payload-received-unchanged",)
VIOLATES: Final = ("SCORE-2",)


class _Broken(Client):
    def read_payload(self, reply: Reply) -> Json:
        prediction = super().read_payload(reply)
        if isinstance(prediction, dict) and {"error", "message"} & prediction.keys():
            raise NoPredictionError("the reply is an error")
        return prediction


sys.exit(run(_Broken))
