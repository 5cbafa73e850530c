"""Sends of a payload with input_data only what is in it.

Every other payload is sent unchanged.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json

CAUGHT_BY: Final = ("scoring/payload-mlflow",)
VIOLATES: Final = ("SCORE-2",)


class _Unpacking(Client):
    def encode_payload(self, payload: Json) -> bytes:
        if isinstance(payload, Mapping) and "input_data" in payload:
            payload = payload["input_data"]
        return super().encode_payload(payload)


sys.exit(run(_Unpacking))
