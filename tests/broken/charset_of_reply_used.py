"""Reads a prediction in the charset that the reply declares.

A body in ASCII is right.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import (
    Reply,
    ScoringClient,
    ScoringRequest,
)

CAUGHT_BY: Final = ("replies/charset-of-payload",)
VIOLATES: Final = ("REPLY-6",)


class _Broken(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        reply = super().send(request)
        if reply.successful and "iso-8859-1" in reply.headers.get("content-type", ""):
            return dataclasses.replace(reply, body=reply.body.decode("latin-1").encode())
        return reply


sys.exit(run(_Broken))
