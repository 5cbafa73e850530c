"""Opens a new connection after a 204.

After other replies the connection is reused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("connections/after-no-content",)
VIOLATES: Final = ("CONNECTION-1",)


class _Broken(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if reply.status == 204:
            self.reconnect()
        return reply


sys.exit(run(_Broken))
