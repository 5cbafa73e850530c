"""Refuses a payload with more than 32 levels.

Others are sent.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json
from azureml_scoring.errors import configuration_error

CAUGHT_BY: Final = ("scoring/payload-deep",)
VIOLATES: Final = ("SCORE-2",)


class _Broken(Client):
    def encode_payload(self, payload: Json) -> bytes:
        body = super().encode_payload(payload)
        if b"[" * 33 in body:
            raise configuration_error("the payload is too deep")
        return body


sys.exit(run(_Broken))
