"""Reports only the status as the message of an error, although the body contains a message.

Kind, status and body of the error are right.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "calls/cancelled-on-the-same-handle",
    "calls/errors-at-once",
    "errors/all-of-302",
    "errors/all-of-400",
    "errors/all-of-401",
    "errors/all-of-403",
    "errors/all-of-424",
    "errors/all-of-429",
    "errors/all-of-500",
    "errors/all-of-503",
    "errors/kind-despite-headers",
    "errors/message-*",
    "errors/nothing-of-the-one-before",
    "errors/script-failed",
    "errors/status-*",
    "modes/one-shot-fails",
    "modes/one-shot-reports-*",
    "scoring/payload-error",
    "secrets/echoed-in-member",
    "secrets/echoed-in-two-places",
    "secrets/echoed-in-uri",
    "secrets/echoed-key",
)


class _StatusOnly(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.message = f"HTTP {reply.status}"
        return error


sys.exit(run(_StatusOnly))
