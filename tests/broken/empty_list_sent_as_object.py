"""Sends a payload that is an empty list as an empty object.

Every other payload is sent unchanged.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json

CAUGHT_BY: Final = ("scoring/payload-sent-list",)
VIOLATES: Final = ("SCORE-2",)


class _Object(Client):
    def encode_payload(self, payload: Json) -> bytes:
        return super().encode_payload({} if payload == [] else payload)


sys.exit(run(_Object))
