"""Opens a new connection after eighteen calls.

Until then the connection is reused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("connections/twenty-calls",)
VIOLATES: Final = ("CONNECTION-1",)


class _Renewing(Client):
    calls = 0

    def send(self, request: Request) -> Reply:
        self.calls += 1
        if self.calls == 19:
            self.reconnect()
        return super().send(request)


sys.exit(run(_Renewing))
