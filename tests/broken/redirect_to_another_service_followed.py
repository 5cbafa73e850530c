"""Follows a redirect to another service, with its key.

A redirect to the same service is reported.
"""

import sys
from dataclasses import replace
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = (
    "errors/redirect-300",
    "errors/redirect-301",
    "errors/redirect-302",
    "errors/redirect-303",
    "errors/redirect-307",
    "errors/redirect-308",
    "errors/redirect-relative",
    "errors/then-scores-301",
    "errors/then-scores-308",
)
VIOLATES: Final = ("AUTH-3", "REDIRECT-1")


class _Following(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        reply = super().send(request)
        place = reply.headers.get("location")
        if reply.status // 100 != 3 or place is None or place == request.uri:
            return reply
        other = Transport(place)
        return other.send(replace(request, uri=place), connect_timeout=10, attempt_timeout=60)


sys.exit(run(_Following))
