"""Repeats a request once after a 5xx reply instead of reporting that reply.

The second reply is reported, and every other call is one request, as is one after whose reply the
client is asked to wait.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "calls/error-ids-in-sequence",
    "calls/errors-at-once",
    "connections/after-empty-503",
    "connections/after-error-in-chunks",
    "connections/after-large-error",
    "connections/after-script-failed",
    "connections/closing-an-error",
    "errors/body-above-limit",
    "errors/body-at-limit",
    "errors/body-cut-within-a-character",
    "errors/body-far-above-limit",
    "errors/body-not-utf-8",
    "errors/body-of-long-characters",
    "errors/message-*",
    "errors/model-reason-with-500",
    "errors/no-*",
    "errors/script-failed",
    "errors/script-failed-503",
    "errors/script-failed-in-lower-case",
    "errors/script-ran-500",
    "errors/status-500",
    "errors/status-501",
    "errors/status-502",
    "errors/status-503",
    "errors/status-504",
    "errors/status-599",
    "errors/then-scores-500",
    "failures/body-unchanged",
    "failures/kind-despite-headers",
    "failures/kind-of-server-errors",
    "failures/message-*",
    "failures/no-message-where-expected",
    "failures/script-failed-in-others",
    "keys/both-masked",
    "keys/changed-once",
    "limits/error-over-limit",
    "limits/key-cut-by-the-limit",
    "limits/message-*",
    "operations/health-503",
    "options/beside-another",
    "options/fewer-retries",
    "options/more-retries",
    "options/of-a-payload",
    "options/of-bytes",
    "options/of-health",
    "options/of-swagger",
    "replies/gzip-error",
    "request/cookies",
    "request/retries-zero-500",
    "request/retries-zero-502",
    "request/retries-zero-503",
    "request/retries-zero-504",
    "responses/after-a-503",
    "responses/of-each-call",
    "retries/backs-off-after-a-negative-time",
    "retries/backs-off-unasked",
    "retries/configured-*",
    "retries/not-after-501",
    "retries/not-after-505",
    "retries/not-after-script-failed-500",
    "retries/not-after-script-failed-503",
    "retries/not-after-script-ran-500",
    "retries/three-by-default",
    "retries/waits-as-asked-by-azure",
    "scoring/payload-error",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/echoed-in-text",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("REQUEST-1",)


class _Retrying(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        retried = reply.status >= 500 and "Retry-After" not in reply.headers
        return super().send(request) if retried else reply


sys.exit(run(_Retrying))
