"""Takes only status 200 for success, and only with a media type of JSON.

Everything else is reported as an error.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "connections/after-html",
    "connections/after-no-content",
    "errors/then-scores-empty",
    "errors/then-scores-html",
    "framing/bytes-after",
    "framing/chunk-*",
    "framing/interim-*",
    "framing/many-headers",
    "framing/trailer",
    "limits/announced-over-limit",
    "limits/health-over-limit",
    "limits/prediction-*",
    "limits/reply-at-*",
    "limits/reply-limit-of-one-byte",
    "limits/reply-over-*",
    "limits/reply-without-end",
    "operations/health",
    "operations/health-again",
    "operations/health-whatever-*",
    "operations/health-without-query",
    "operations/swagger-that-*",
    "replies/beyond-*",
    "replies/bytes-*",
    "replies/charset-of-payload",
    "replies/declared-*",
    "replies/gzip-cut",
    "replies/gzip-damaged",
    "replies/gzip-empty",
    "replies/gzip-large",
    "replies/gzip-not-deflate",
    "replies/gzip-plain",
    "replies/gzip-wrong-sum",
    "replies/html",
    "replies/location",
    "replies/longest-integer",
    "replies/media-types",
    "replies/no-content-*",
    "replies/not-repeated-empty",
    "replies/not-repeated-html",
    "replies/status-*",
    "responses/after-a-503",
    "responses/after-a-broken-connection",
    "responses/of-a-payload",
    "responses/of-bytes",
    "responses/of-each-call",
    "responses/of-health",
    "responses/of-swagger",
    "responses/request-id-between-blanks",
    "responses/request-id-fallback",
    "responses/request-id-fallback-of-empty",
    "responses/request-id-of-two",
    "responses/status-201",
    "responses/status-299",
    "retries/not-after-no-prediction",
    "scoring/payload-deep",
    "secrets/echoed-in-html",
)
VIOLATES: Final = ("REPLY-6",)


class _Only200(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        media_type = reply.headers.get("content-type", "")
        if reply.successful and (reply.status != 200 or media_type != "application/json"):
            return self._error(reply, ErrorKind.SERVICE, f"HTTP {reply.status}")
        return super().error_of_status(reply)


sys.exit(run(_Only200))
