"""Refuses a payload with more than 32 levels.

Others are sent.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Json, ScoringClient
from azureml_scoring.errors import configuration_error

CAUGHT_BY: Final = ("scoring/payload-deep",)
VIOLATES: Final = ("SCORE-2",)


class _Broken(ScoringClient):
    def encode_payload(self, payload: Json) -> bytes:
        body = super().encode_payload(payload)
        if b"[" * 33 in body:
            raise configuration_error("the payload is too deep")
        return body


sys.exit(run(_Broken))
