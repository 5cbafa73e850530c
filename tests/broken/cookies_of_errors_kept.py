"""Sends the cookie that an error has set with later requests.

A cookie of predictions is ignored.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("request/cookies",)
VIOLATES: Final = ("REQUEST-7",)


class _WithCookies(Client):
    cookie: str | None = None

    def send(self, request: Request) -> Reply:
        if self.cookie is not None:
            request = replace(request, headers={**request.headers, "Cookie": self.cookie})
        reply = super().send(request)
        if not reply.successful:
            self.cookie = reply.headers.get("set-cookie", self.cookie)
        return reply


sys.exit(run(_WithCookies))
