"""Follows a redirect that names no host.

A redirect that names one is reported.
"""

import sys
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "errors/redirect-relative",
    "retries/not-after-307",
)
VIOLATES: Final = ("REDIRECT-1",)


class _Following(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        place = reply.headers.get("location")
        if reply.status // 100 != 3 or place is None or ":" in place:
            return reply
        return super().send(replace(request, uri=urljoin(request.uri, place)))


sys.exit(run(_Following))
