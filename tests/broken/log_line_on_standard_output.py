"""Writes a log line among the answers on standard output if the reply has status 500.

The answer that follows is right, and so are all others.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "calls/error-ids-in-sequence",
    "calls/errors-at-once",
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
    "errors/no-message-500",
    "errors/no-message-cut",
    "errors/no-message-nested",
    "errors/no-message-not-json",
    "errors/no-message-null",
    "errors/no-message-number",
    "errors/no-message-object",
    "errors/no-message-text",
    "errors/no-message-upper-case",
    "errors/script-failed",
    "errors/script-failed-in-lower-case",
    "errors/script-ran-500",
    "errors/status-500",
    "errors/then-scores-500",
    "failures/all-of-500",
    "failures/body-unchanged",
    "failures/kind-despite-headers",
    "failures/message-*",
    "failures/no-message-where-expected",
    "keys/both-masked",
    "limits/error-over-limit",
    "limits/key-cut-by-the-limit",
    "limits/message-*",
    "replies/gzip-error",
    "request/cookies",
    "request/retries-zero-500",
    "responses/of-each-call",
    "retries/not-after-script-failed-500",
    "retries/not-after-script-ran-500",
    "scoring/payload-error",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/echoed-in-text",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("MODE-8",)


class _Logging(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.status == 500:
            sys.stdout.write("WARNING the service answered with 500\n")
            sys.stdout.flush()
        return super().error_of_status(reply)


sys.exit(run(_Logging, sys.stdout.buffer))
