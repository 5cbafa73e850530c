"""Refuses a payload of more than 65,536 bytes.

Smaller payloads are sent.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json
from azureml_scoring.errors import configuration_error

CAUGHT_BY: Final = ("scoring/payload-large",)
VIOLATES: Final = ("SCORE-2",)


class _Broken(Client):
    def encode_payload(self, payload: Json) -> bytes:
        body = super().encode_payload(payload)
        if len(body) > 65536:
            raise configuration_error("the payload is too large")
        return body


sys.exit(run(_Broken))
