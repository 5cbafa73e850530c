"""Reports a 500 with x-ms-run-function-failed as a model error, whatever its value.

A 500 without the header has the kind of its status, and so has any other error.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/script-ran-500",
    "failures/kind-despite-headers",
    "retries/not-after-script-ran-500",
)
VIOLATES: Final = ("ERROR-9",)


class _AnyValue(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if reply.status == 500 and "x-ms-run-function-failed" in reply.headers:
            error.kind = ErrorKind.MODEL
        return error


sys.exit(run(_AnyValue))
