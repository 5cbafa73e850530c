"""Reads a prediction in the charset that the reply declares.

A body in ASCII is right.
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

CAUGHT_BY: Final = ("replies/charset-of-payload",)
VIOLATES: Final = ("REPLY-6",)


class _Broken(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if reply.successful and "iso-8859-1" in reply.headers.get("content-type", ""):
            return dataclasses.replace(reply, body=reply.body.decode("latin-1").encode())
        return reply


sys.exit(run(_Broken))
