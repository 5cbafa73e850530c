"""Sends the cookies that a reply has set with later requests.

It sends none before a reply has set one.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "request/cookie",
    "request/cookies",
)
VIOLATES: Final = ("REQUEST-7",)


class _WithCookies(Client):
    cookie: str | None = None

    def send(self, request: Request) -> Reply:
        if self.cookie is not None:
            request = replace(request, headers={**request.headers, "Cookie": self.cookie})
        reply = super().send(request)
        self.cookie = reply.headers.get("set-cookie", self.cookie)
        return reply


sys.exit(run(_WithCookies))
