"""Sends the integers of a payload that looks like rows as doubles.

Integers of other payloads keep all their digits.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json
from azureml_scoring.program.messages import is_matrix

CAUGHT_BY: Final = ("scoring/payload-list-of-integers",)
VIOLATES: Final = ("NUMBER-3",)


class _Rounding(Client):
    def encode_payload(self, payload: Json) -> bytes:
        if isinstance(payload, Mapping) and payload.keys() == {"data"}:
            rows = payload["data"]
            if is_matrix(rows):
                payload = {"data": [[float(value) for value in row] for row in rows]}
        return super().encode_payload(payload)


sys.exit(run(_Rounding))
