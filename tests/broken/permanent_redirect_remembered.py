"""Sends later calls to the URI that a permanent redirect named.

The redirect itself is reported.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import (
    Reply,
    Request,
)

CAUGHT_BY: Final = (
    "errors/then-scores-301",
    "errors/then-scores-308",
)
VIOLATES: Final = ("REDIRECT-1",)


class _Broken(Client):
    uri = ""

    def send(self, request: Request) -> Reply:
        reply = super().send(dataclasses.replace(request, uri=self.uri or request.uri))
        if reply.status in {301, 308}:
            self.uri = reply.headers.get("location", self.uri)
        return reply


sys.exit(run(_Broken))
