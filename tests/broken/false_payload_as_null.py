"""Sends null for a payload that is false, zero or an empty text.

Other payloads are sent unchanged.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json

CAUGHT_BY: Final = (
    "scoring/payload-list-false",
    "scoring/payload-list-no-text",
    "scoring/payload-list-zero",
)
VIOLATES: Final = ("SCORE-2",)


class _Broken(Client):
    def encode_payload(self, payload: Json) -> bytes:
        if not payload and not isinstance(payload, list | dict):
            payload = None
        return super().encode_payload(payload)


sys.exit(run(_Broken))
