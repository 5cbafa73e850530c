"""Sends a payload as the data of a documented request, and not as it is.

Rows are sent as they should be, and any JSON is returned.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Json, ScoringClient

CAUGHT_BY: Final = ("scoring/payload-*",)


class _Wrapping(ScoringClient):
    def encode_payload(self, payload: Json) -> bytes:
        return super().encode_payload({"data": payload})


sys.exit(run(_Wrapping))
