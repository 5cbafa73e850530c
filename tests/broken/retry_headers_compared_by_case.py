"""Reads a header that asks to wait only in its usual spelling.

In that spelling each of the three is read.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request
from requests.structures import CaseInsensitiveDict

CAUGHT_BY: Final = (
    "errors/retry-after-azure-in-upper-case",
    "errors/retry-after-milliseconds-in-upper-case",
    "errors/retry-after-seconds-in-lower-case",
)
VIOLATES: Final = ("ERROR-3",)


_SPELLINGS: Final = ("retry-after-ms", "x-ms-retry-after-ms", "Retry-After", "RETRY-AFTER")


class _Exact(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        usual = {spelling.lower() for spelling in _SPELLINGS}
        kept = {
            name: value
            for name, value in reply.headers.items()
            if name.lower() not in usual or name in _SPELLINGS
        }
        return replace(reply, headers=CaseInsensitiveDict(kept))


sys.exit(run(_Exact))
