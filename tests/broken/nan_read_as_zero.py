"""Reads NaN and Infinity in a reply as zero.

All other invalid JSON is refused.
"""

import dataclasses
import re
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = (
    "replies/nan",
    "replies/not-json-infinity",
    "retries/not-after-no-prediction",
)
VIOLATES: Final = ("REPLY-2",)


class _Zeros(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        finite = re.sub(rb"NaN|-?Infinity", b"0.0", reply.body)
        return super().read_predictions(dataclasses.replace(reply, body=finite))


sys.exit(run(_Zeros))
