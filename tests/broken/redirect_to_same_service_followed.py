"""Follows a redirect to the same service.

A redirect to another service is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "errors/redirect-to-itself",
    "failures/all-of-302",
    "failures/kind-of-redirects",
)
VIOLATES: Final = ("REDIRECT-1",)


class _Following(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        place = reply.headers.get("location")
        if reply.status // 100 != 3 or place is None or place != request.uri:
            return reply
        return self.send_to(place, request)


sys.exit(run(_Following))
