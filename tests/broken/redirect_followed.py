"""Follows redirects, with its key.

Everything else is reported as it came.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "errors/redirect-*",
    "errors/then-scores-301",
    "errors/then-scores-308",
    "failures/all-of-302",
    "failures/kind-of-redirects",
    "retries/not-after-307",
)
VIOLATES: Final = ("AUTH-3", "REDIRECT-1")


class _Following(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        place = reply.headers.get("location")
        if reply.status // 100 != 3 or place is None:
            return reply
        return self.send_to(place, request)


sys.exit(run(_Following))
