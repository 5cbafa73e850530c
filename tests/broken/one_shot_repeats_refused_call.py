"""Sends a call again, once, after a 429 or a 503 in one-shot mode.

A session reports both.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request, ScoringClient

CAUGHT_BY: Final = (
    "modes/one-shot-reports-429",
    "modes/one-shot-reports-503",
    "retries/one-shot-none",
    "retries/one-shot-two",
)
VIOLATES: Final = ("MODE-2",)


class _Broken(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        return super().send(request) if reply.status in {429, 503} else reply


if sys.argv[1:] == ["score"]:
    sys.exit(run(_Broken))
sys.exit(run(ScoringClient))
