"""Reads x-request-id only if each of its words begins with a capital.

The header x-ms-request-id is read in any spelling.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request
from requests.structures import CaseInsensitiveDict

CAUGHT_BY: Final = (
    "errors/request-id-fallback-*",
    "responses/request-id-fallback-of-empty",
)
VIOLATES: Final = ("ERROR-4",)


class _Exact(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        kept = {
            name: value
            for name, value in reply.headers.items()
            if name.lower() != "x-request-id" or name == "X-Request-Id"
        }
        return replace(reply, headers=CaseInsensitiveDict(kept))


sys.exit(run(_Exact))
