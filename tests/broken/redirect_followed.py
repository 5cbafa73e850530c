"""Follows redirects, with its key.

Everything else is reported as it came.
"""

import sys
from dataclasses import replace
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = (
    "errors/redirect-*",
    "errors/then-scores-301",
    "errors/then-scores-308",
    "failures/all-of-302",
    "failures/kind-of-redirects",
)
VIOLATES: Final = ("AUTH-3", "REDIRECT-1")


class _Following(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        reply = super().send(request)
        place = reply.headers.get("location")
        if reply.status // 100 != 3 or place is None:
            return reply
        other = Transport(place)
        return other.send(replace(request, uri=place), connect_timeout=10, attempt_timeout=60)


sys.exit(run(_Following))
