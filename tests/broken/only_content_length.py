"""Reads only replies that state their length.

Those are read to their end.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringClient, ScoringRequest
from azureml_scoring.transport import TransportError

CAUGHT_BY: Final = (
    "connections/after-chunks",
    "connections/after-error-in-chunks",
    "failures/message-undeclared",
    "framing/chunk-*",
    "framing/chunked",
    "framing/interim-*",
    "framing/many-headers",
    "framing/no-*",
    "framing/odd-case",
    "framing/old-version",
    "framing/pieces",
    "framing/trailer",
    "framing/until-close",
    "replies/bytes-*",
    "replies/interim-headers",
    "timeouts/slow-in-time",
)
VIOLATES: Final = ("REPLY-4",)


class _OnlyLength(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        reply = super().send(request)
        if "content-length" not in reply.headers and reply.status not in (204, 304):
            raise TransportError(ErrorKind.CONNECTION, "the reply has no length")
        return reply


sys.exit(run(_OnlyLength))
