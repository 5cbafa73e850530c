"""Looks at x-ms-run-function-failed only if the status is 500.

With 500 it is a model error.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError
from azureml_scoring.outcome import kind_of

CAUGHT_BY: Final = (
    "errors/script-failed-400",
    "errors/script-failed-401",
    "errors/script-failed-429",
    "errors/script-failed-503",
    "failures/script-failed-in-others",
    "keys/refused-by-the-script",
    "retries/not-after-script-failed-429",
    "retries/not-after-script-failed-503",
)
VIOLATES: Final = ("ERROR-9",)


class _Only500(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.status != 500:
            error.kind = kind_of(reply.status, {})
        return error


sys.exit(run(_Only500))
