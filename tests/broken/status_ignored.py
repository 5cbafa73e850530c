"""Reads predictions from every reply, whatever its status.

A body without predictions is an error with its status, though of the wrong kind.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "calls/errors-at-once",
    "connections/after-400",
    "connections/after-429",
    "connections/after-empty-503",
    "connections/after-error-in-chunks",
    "connections/after-errors",
    "connections/after-script-failed",
    "errors/body-not-utf-8",
    "errors/message-*",
    "errors/model-*",
    "errors/no-*",
    "errors/not-modified",
    "errors/nothing-to-include",
    "errors/redirect-*",
    "errors/request-*",
    "errors/retry-*",
    "errors/script-*",
    "errors/status-*",
    "errors/then-scores-401",
    "errors/then-scores-429",
    "errors/then-scores-500",
    "errors/wrong-key",
    "modes/one-shot-fails",
    "request/retries-*",
    "secrets/echoed-in-member",
    "secrets/echoed-in-reason",
    "secrets/echoed-in-request-id",
    "secrets/echoed-in-text",
    "secrets/echoed-in-two-places",
    "secrets/echoed-in-uri",
    "secrets/echoed-key",
)
VIOLATES: Final = ("ERROR-1",)


class _StatusIgnored(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:  # noqa: ARG002 - it ignores its input
        return None


sys.exit(run(_StatusIgnored))
