"""Sends a payload wrapped in `data`, as documented for rows, instead of unchanged.

Rows are sent correctly, and any JSON is returned.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json

CAUGHT_BY: Final = (
    "scoring/payload-deep",
    "scoring/payload-integers",
    "scoring/payload-large",
    "scoring/payload-list-*",
    "scoring/payload-mlflow",
    "scoring/payload-power-bi",
    "scoring/payload-sent-*",
    "scoring/payload-unchanged",
)
VIOLATES: Final = ("SCORE-2",)


class _Wrapping(Client):
    def encode_payload(self, payload: Json) -> bytes:
        return super().encode_payload({"data": payload})


sys.exit(run(_Wrapping))
