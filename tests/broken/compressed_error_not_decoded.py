"""Decodes a reply in gzip only if its status is 2xx.

It asks for gzip with each call.
"""

import dataclasses
import gzip
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("replies/gzip-error",)
VIOLATES: Final = ("REPLY-7",)


class _PredictionsOnly(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        packed = reply.headers.get("content-encoding") == "gzip"
        if reply.successful or not packed:
            return reply
        return dataclasses.replace(reply, body=gzip.compress(reply.body, mtime=0))


sys.exit(run(_PredictionsOnly))
