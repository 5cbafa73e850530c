"""Reports the failure of the first attempt after all of them have failed.

Its count is that of all attempts.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("retries/three-by-default",)
VIOLATES: Final = ("RETRY-4",)


class _First(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if request.call.attempts == 1:
            self.first = reply
        failed = not reply.successful and request.call.attempts > 3
        return self.first if failed else reply


sys.exit(run(_First))
