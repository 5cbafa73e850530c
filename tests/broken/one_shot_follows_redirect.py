"""Follows a redirect in one-shot mode.

A session reports it.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import (
    Reply,
    Request,
    ScoringClient,
)

CAUGHT_BY: Final = ("modes/one-shot-reports-302",)
VIOLATES: Final = ("MODE-1",)


class _Broken(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if reply.status == 302:
            return super().send(dataclasses.replace(request, uri=reply.headers["location"]))
        return reply


if sys.argv[1:] == ["score"]:
    sys.exit(run(_Broken))
sys.exit(run(ScoringClient))
