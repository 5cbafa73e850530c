"""Sends the input of a one-shot as a member data unless it has one.

Input with a member data is sent unchanged.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "modes/one-shot-payload",
    "modes/one-shot-sends-*",
)
VIOLATES: Final = ("MODE-6",)


class _Wrapping(Client):
    def score_payload(self, payload: object, **more: Any) -> object:
        has_data = isinstance(payload, dict) and "data" in payload
        return super().score_payload(payload if has_data else {"data": payload}, **more)


if sys.argv[1:] == ["score"]:
    sys.exit(run(_Wrapping))
sys.exit(run(ScoringClient))
