"""Opens a new connection for each call.

Each connection is used correctly.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "calls/in-sequence",
    "calls/own-connections",
    "connections/after-*",
    "connections/twenty-calls",
    "errors/then-scores-timeout",
    "options/same-connection",
    "scoring/payload-error",
    "tls/trusted",
)
VIOLATES: Final = ("CONNECTION-1",)


class _NewConnection(Client):
    def send(self, request: Request) -> Reply:
        self.reconnect()
        return super().send(request)


sys.exit(run(_NewConnection))
