"""Reports a fixed message if the script failed with status 500.

The error is one of the model, with its status and body.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/script-failed",
    "retries/not-after-script-failed-500",
)
VIOLATES: Final = ("ERROR-2",)


class _Fixed(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.kind is ErrorKind.MODEL and reply.status == 500:
            error.message = "the script failed"
        return error


sys.exit(run(_Fixed))
