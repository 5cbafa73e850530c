"""Reports a refused key or caller as an error of kind `service`.

Status and message are right, and so are the kinds of all other errors.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "connections/after-401",
    "errors/script-ran-401",
    "errors/status-401",
    "errors/status-403",
    "errors/then-scores-401",
    "errors/then-scores-403",
    "errors/without-a-key",
    "errors/wrong-key",
    "failures/all-of-401",
    "failures/all-of-403",
    "failures/no-message-of-each-kind",
    "keys/both-refused",
    "keys/changed-once",
    "keys/forbidden",
    "modes/one-shot-fails",
    "operations/health-401",
    "replies/not-repeated-unauthorized",
    "retries/not-after-401",
    "retries/not-after-403",
)
VIOLATES: Final = ("ERROR-5",)


class _WrongKind(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.kind is ErrorKind.AUTHENTICATION:
            error.kind = ErrorKind.SERVICE
        return error


sys.exit(run(_WrongKind))
