"""Reports an error whose reply is too long as one of the reply's form.

Its status is right.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "limits/error-over-limit",
    "limits/key-cut-by-the-limit",
)
VIOLATES: Final = ("ERROR-1",)


class _Confused(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is None or reply.complete:
            return error
        return self._error(reply, ErrorKind.RESPONSE_FORMAT, error.message)


sys.exit(run(_Confused))
