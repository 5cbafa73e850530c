"""Reports the model's status as the text `none` if the service replies with an error without it.

Every other member of the error is right, so only its schema tells.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "connections/after-errors",
    "errors/no-message-*",
    "errors/request-ids",
    "errors/retry-after-*",
    "errors/script-failed",
    "errors/status-*",
    "errors/wrong-key",
    "modes/one-shot-fails",
    "secrets/echoed-key",
)


class _StatusAsText(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.model_status is None:
            error.model_status = "none"  # type: ignore[assignment]
        return error


sys.exit(run(_StatusAsText))
