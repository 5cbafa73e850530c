"""Asks the location that a 202 names for its prediction.

Redirects are not followed.
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

CAUGHT_BY: Final = ("replies/location",)
VIOLATES: Final = ("REDIRECT-1",)


class _Broken(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if reply.status == 202 and "location" in reply.headers:
            return super().send(dataclasses.replace(request, uri=reply.headers["location"]))
        return reply


sys.exit(run(_Broken))
