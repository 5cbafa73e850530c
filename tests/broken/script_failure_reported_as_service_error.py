"""Reports a failure of the model's script as an error of the service.

A reply with status 424 is still an error of the model.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError
from azureml_scoring.outcome import kind_of

CAUGHT_BY: Final = (
    "connections/after-script-failed",
    "errors/script-failed",
    "errors/script-failed-*",
    "failures/script-failed-in-others",
    "keys/refused-by-the-script",
    "retries/not-after-script-failed-429",
    "retries/not-after-script-failed-500",
    "retries/not-after-script-failed-503",
)
VIOLATES: Final = ("ERROR-9",)


class _WrongKind(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.status != 424:
            error.kind = kind_of(reply.status, {})
        return error


sys.exit(run(_WrongKind))
