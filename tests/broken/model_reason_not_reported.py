"""Omits the model's own status and reason from errors.

The kind of the error and all its other members are right.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/model-long-reason",
    "errors/model-not-ready",
    "errors/model-pending",
    "errors/model-reason",
    "errors/model-reason-with-500",
    "errors/model-status",
    "failures/all-of-302",
    "failures/all-of-400",
    "failures/all-of-401",
    "failures/all-of-403",
    "failures/all-of-404",
    "failures/all-of-413",
    "failures/all-of-424",
    "failures/all-of-429",
    "failures/all-of-500",
    "failures/all-of-502",
    "failures/all-of-503",
    "failures/all-of-504",
    "keys/both-masked",
    "secrets/echoed-in-reason",
)
VIOLATES: Final = ("ERROR-3",)


class _NoReason(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.model_status = error.model_reason = None
        return error


sys.exit(run(_NoReason))
