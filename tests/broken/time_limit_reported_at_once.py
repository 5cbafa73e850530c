"""Makes no further attempt after a time limit.

After a connection that broke it does.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "limits/overall-over-attempts",
    "retries/after-a-time-limit",
)
VIOLATES: Final = ("RETRY-5",)


class _Resigned(Client):
    def send(self, request: Request) -> Reply:
        try:
            return super().send(request)
        except TransportError as problem:
            problem.retryable = problem.retryable and problem.kind is not ErrorKind.TIMEOUT
            raise


sys.exit(run(_Resigned))
