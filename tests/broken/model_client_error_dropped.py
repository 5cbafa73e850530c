"""Leaves the model's status out of the error for a 424 if that status is below 500.

The model's reason is reported, and so is any status with other replies.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/model-reason",
    "failures/all-of-424",
)
VIOLATES: Final = ("ERROR-3",)


class _Dropping(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.status == 424 and (error.model_status or 500) < 500:
            error.model_status = None
        return error


sys.exit(run(_Dropping))
