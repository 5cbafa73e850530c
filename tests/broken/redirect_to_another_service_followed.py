"""Follows a redirect to another service, with its key.

A redirect to the same service is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

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
    "retries/not-after-307",
)
VIOLATES: Final = ("AUTH-3", "REDIRECT-1")


class _Following(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        place = reply.headers.get("location")
        if reply.status // 100 != 3 or place is None or place == request.uri:
            return reply
        return self.send_to(place, request)


sys.exit(run(_Following))
