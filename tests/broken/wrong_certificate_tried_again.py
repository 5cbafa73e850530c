"""Makes further attempts if it cannot verify a certificate.

It will not be another one.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request, TransportError

CAUGHT_BY: Final = ("retries/not-after-a-wrong-certificate",)
VIOLATES: Final = ("RETRY-2",)


class _Insisting(Client):
    def send(self, request: Request) -> Reply:
        try:
            return super().send(request)
        except TransportError as problem:
            problem.retryable = True
            raise


sys.exit(run(_Insisting))
