"""Reads only replies that state their length.

Those are read to their end.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, Request, TransportError

CAUGHT_BY: Final = (
    "connections/after-chunks",
    "connections/after-error-in-chunks",
    "errors/body-above-limit",
    "errors/body-at-limit",
    "errors/body-far-above-limit",
    "errors/body-of-long-characters",
    "errors/message-after-long-text",
    "errors/message-beside-huge-number",
    "errors/message-beside-long-integer",
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
    "limits/reply-at-limit-chunked",
    "limits/reply-over-limit-chunked",
    "limits/reply-over-limit-until-close",
    "limits/reply-without-end",
    "replies/beyond-*",
    "replies/bytes-*",
    "replies/gzip-cut",
    "replies/gzip-damaged",
    "replies/gzip-in-chunks",
    "replies/gzip-not-deflate",
    "replies/gzip-plain",
    "replies/gzip-wrong-sum",
    "replies/interim-headers",
    "replies/longest-integer",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/twice-before-the-limit",
    "timeouts/slow-in-time",
)
VIOLATES: Final = ("REPLY-4",)


class _OnlyLength(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if "content-length" not in reply.headers and reply.status not in (204, 304):
            raise TransportError(ErrorKind.CONNECTION, "the reply has no length", retryable=False)
        return reply


sys.exit(run(_OnlyLength))
