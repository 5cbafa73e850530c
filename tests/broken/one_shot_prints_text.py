"""Prints a prediction that is a text, or an empty object, in one-shot mode.

A session reports both as errors.
"""

import json
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, Reply, ScoringClient

CAUGHT_BY: Final = (
    "modes/one-shot-no-prediction",
    "modes/one-shot-prints-*",
)
VIOLATES: Final = ("MODE-2",)


class _Broken(Client):
    def read_payload(self, reply: Reply) -> Json:
        return (
            super().read_payload(reply) if reply.body.startswith(b"[") else json.loads(reply.body)
        )  # type: ignore[no-any-return]


if sys.argv[1:] == ["score"]:
    sys.exit(run(_Broken))
sys.exit(run(ScoringClient))
