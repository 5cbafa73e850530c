"""Leaves the time to wait out of the error for a 404 or 413.

Every other error has it.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "failures/all-of-404",
    "failures/all-of-413",
)
VIOLATES: Final = ("ERROR-3",)


class _Brief(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.status in {404, 413}:
            error.retry_after = None
        return error


sys.exit(run(_Brief))
