"""Reports only the status as the message of an error, although the body contains a message.

Kind, status and body of the error are right.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "calls/cancelled-on-the-same-handle",
    "calls/errors-at-once",
    "errors/message-*",
    "errors/said-as-*",
    "errors/script-failed",
    "errors/status-*",
    "errors/without-a-key",
    "failures/all-of-302",
    "failures/all-of-400",
    "failures/all-of-401",
    "failures/all-of-403",
    "failures/all-of-404",
    "failures/all-of-413",
    "failures/all-of-424",
    "failures/all-of-429",
    "failures/all-of-500",
    "failures/all-of-502",
    "failures/all-of-503",
    "failures/all-of-504",
    "failures/kind-despite-headers",
    "failures/message-*",
    "failures/nothing-of-the-one-before",
    "keys/both-*",
    "keys/changed-once",
    "keys/forbidden",
    "keys/refused-by-the-script",
    "limits/message-at-the-limit",
    "limits/overall-between-attempts",
    "modes/one-shot-fails",
    "modes/one-shot-reports-*",
    "operations/bytes-refused",
    "operations/health-302",
    "operations/health-401",
    "operations/health-404",
    "operations/health-503",
    "options/fewer-retries",
    "options/more-retries",
    "options/of-a-payload",
    "options/of-bytes",
    "options/of-health",
    "options/of-swagger",
    "options/shorter-call",
    "replies/gzip-error",
    "retries/not-after-307",
    "retries/not-after-400",
    "retries/not-after-401",
    "retries/not-after-403",
    "retries/not-after-404",
    "retries/not-after-409",
    "retries/not-after-413",
    "retries/not-after-424",
    "retries/not-after-425",
    "retries/not-after-431",
    "retries/not-after-501",
    "retries/not-after-505",
    "retries/not-after-model-error",
    "retries/not-after-script-*",
    "retries/not-after-too-many-pending",
    "retries/three-by-default",
    "scoring/payload-error",
    "secrets/echoed-in-member",
    "secrets/echoed-in-two-places",
    "secrets/echoed-in-uri",
    "secrets/echoed-key",
    "secrets/escaped-*",
)
VIOLATES: Final = ("ERROR-2",)


class _StatusOnly(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.message = f"HTTP {reply.status}"
        return error


sys.exit(run(_StatusOnly))
