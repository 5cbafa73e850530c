"""Sends a call again if a connection breaks that an earlier one had used.

A new connection that breaks is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "failures/nothing-of-the-one-before",
    "replies/not-repeated-cut-off",
    "replies/not-repeated-reset",
)
VIOLATES: Final = ("REQUEST-1",)


class _Broken(Client):
    used = False

    def send(self, request: Request) -> Reply:
        try:
            reply = super().send(request)
        except TransportError as problem:
            if not self.used or problem.kind is not ErrorKind.CONNECTION:
                raise
            self.used = False
            return super().send(request)
        self.used = True
        return reply


sys.exit(run(_Broken))
