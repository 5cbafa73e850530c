"""Repeats a request if the reply asks for authentication in WWW-Authenticate.

A 401 without that header is reported at once.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "errors/wrong-key",
    "failures/kind-despite-headers",
    "keys/secondary-after-401",
    "options/same-key",
    "replies/not-repeated-unauthorized",
)
VIOLATES: Final = ("REQUEST-1",)


class _Answering(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        return super().send(request) if "www-authenticate" in reply.headers else reply


sys.exit(run(_Answering))
