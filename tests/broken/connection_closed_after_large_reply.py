"""Opens a new connection after a reply of more than 65,536 bytes.

After other replies the connection is reused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("connections/after-large-error",)
VIOLATES: Final = ("CONNECTION-1",)


class _Broken(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if len(reply.body) > 65536:
            self.reconnect()
        return reply


sys.exit(run(_Broken))
