"""Opens a new connection after predictions that were compressed.

Predictions that were sent plain leave the connection open, and so do errors.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("connections/after-gzip",)
VIOLATES: Final = ("CONNECTION-1",)


class _Renewing(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if reply.successful and "content-encoding" in reply.headers:
            self.reconnect()
        return reply


sys.exit(run(_Renewing))
