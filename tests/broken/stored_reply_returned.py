"""Stores a reply that may be stored, and returns it for the next equal call.

A reply that says nothing about storing is not stored.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("replies/not-cached",)
VIOLATES: Final = ("REQUEST-1",)


class _Broken(Client):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.stored: dict[bytes, Reply] = {}

    def send(self, request: Request) -> Reply:
        stored = self.stored.get(request.body)
        if stored is None:
            stored = super().send(request)
            if "max-age" in stored.headers.get("cache-control", ""):
                self.stored[request.body] = stored
        return stored


sys.exit(run(_Broken))
