"""Sends the cookie that a reply to another handle at the same service has set.

A cookie of the handle itself is ignored.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("request/cookies",)
VIOLATES: Final = ("REQUEST-7",)


_setters: dict[str, tuple[Client, str]] = {}
"""By scoring URI, the client that was the last to be given a cookie, and the cookie."""


class _WithCookies(Client):
    def send(self, request: Request) -> Reply:
        setter, cookie = _setters.get(request.uri, (self, ""))
        if setter is not self:
            request = replace(request, headers={**request.headers, "Cookie": cookie})
        reply = super().send(request)
        if "set-cookie" in reply.headers:
            _setters[request.uri] = self, reply.headers["set-cookie"]
        return reply


sys.exit(run(_WithCookies))
