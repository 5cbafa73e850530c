"""Reports status 402 as an error of kind `authentication`.

Every other status has its kind.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = ("errors/status-402",)
VIOLATES: Final = ("ERROR-5",)


class _WrongKind(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.status == 402:
            error.kind = ErrorKind.AUTHENTICATION
        return error


sys.exit(run(_WrongKind))
