"""Does not mask its key when the service echoes it in an error.

The key appears nowhere else.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError
from azureml_scoring.reply import error_of, kind_of

CAUGHT_BY: Final = (
    "modes/one-shot-fails",
    "secrets/across-the-limit",
    "secrets/echoed-in-member",
    "secrets/echoed-in-reason",
    "secrets/echoed-in-request-id",
    "secrets/echoed-in-text",
    "secrets/echoed-in-two-places",
    "secrets/echoed-in-uri",
    "secrets/echoed-key",
    "secrets/escaped-key",
    "secrets/odd-*",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("SECRET-1", "SECRET-2")


class _Unmasked(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.successful:
            return None
        kind = kind_of(reply.status, reply.headers)
        return error_of(reply, kind, f"HTTP {reply.status}", key=None)


sys.exit(run(_Unmasked))
