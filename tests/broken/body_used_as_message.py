"""Uses the body of an error without a message as its message.

A message in the body is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/body-above-limit",
    "errors/body-at-limit",
    "errors/body-far-above-limit",
    "errors/body-not-utf-8",
    "errors/body-of-long-characters",
    "errors/no-message-500",
    "errors/no-message-504",
    "errors/no-message-505",
    "errors/no-message-cut",
    "errors/no-message-nested",
    "errors/no-message-not-json",
    "errors/no-message-null",
    "errors/no-message-number",
    "errors/no-message-object",
    "errors/no-message-text",
    "errors/no-message-upper-case",
    "errors/said-in-*",
    "failures/body-unchanged",
    "failures/no-message-where-expected",
    "limits/error-over-limit",
    "limits/key-cut-by-the-limit",
    "limits/message-of-a-long-body",
    "replies/interim-headers",
    "secrets/behind-the-limit",
    "secrets/echoed-in-text",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("ERROR-6",)


class _BodyAsMessage(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.message == f"HTTP {reply.status}" and error.body:
            error.message = error.body
        return error


sys.exit(run(_BodyAsMessage))
