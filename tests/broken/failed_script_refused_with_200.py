"""Reports a 200 that says that the script failed as a model error.

A 200 that says that it ran is a success.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "replies/not-repeated-html",
    "replies/script-failed",
)
VIOLATES: Final = ("SCORE-1",)


class _Failed(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.status == 200 and reply.headers.get("x-ms-run-function-failed") == "True":
            return self._error(reply, ErrorKind.MODEL, "the script failed")
        return super().error_of_status(reply)


sys.exit(run(_Failed))
