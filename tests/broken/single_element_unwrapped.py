"""Sends the only object of a list as the payload.

Other payloads are sent unchanged.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json

CAUGHT_BY: Final = ("scoring/payload-list-of-one",)
VIOLATES: Final = ("SCORE-2",)


class _Broken(Client):
    def encode_payload(self, payload: Json) -> bytes:
        if isinstance(payload, list) and len(payload) == 1 and isinstance(payload[0], dict):
            payload = payload[0]
        return super().encode_payload(payload)


sys.exit(run(_Broken))
