"""Reports the model's status and reason only if the reply has status 424.

With that status both are reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/model-reason-with-500",
    "failures/all-of-302",
    "failures/all-of-400",
    "failures/all-of-401",
    "failures/all-of-403",
    "failures/all-of-404",
    "failures/all-of-413",
    "failures/all-of-429",
    "failures/all-of-500",
    "failures/all-of-502",
    "failures/all-of-503",
    "failures/all-of-504",
    "keys/both-masked",
)
VIOLATES: Final = ("ERROR-3",)


class _Only424(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.status != 424:
            error.model_status = error.model_reason = None
        return error


sys.exit(run(_Only424))
