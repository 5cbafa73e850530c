"""Leaves the request id out of the error for a 502 or 504.

Every other error has it.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "failures/all-of-502",
    "failures/all-of-504",
)
VIOLATES: Final = ("ERROR-4",)


class _Brief(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.status in {502, 504}:
            error.request_id = None
        return error


sys.exit(run(_Brief))
