"""Makes no further attempt after a connection that broke.

After a time limit it does.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "responses/after-a-broken-connection",
    "retries/after-a-connection-*",
    "retries/after-a-refused-connection",
    "tls/closed-within-a-reply",
    "tls/reset-within-a-reply",
)
VIOLATES: Final = ("RETRY-5",)


class _Resigned(Client):
    def send(self, request: Request) -> Reply:
        try:
            return super().send(request)
        except TransportError as problem:
            problem.retryable = problem.retryable and problem.kind is ErrorKind.TIMEOUT
            raise


sys.exit(run(_Resigned))
