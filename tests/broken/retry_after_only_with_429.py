"""Reports the time to wait only if the reply has status 429.

With that status it is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/retry-after-with-408",
    "errors/retry-after-with-424",
    "errors/retry-after-with-503",
    "failures/all-of-302",
    "failures/all-of-400",
    "failures/all-of-401",
    "failures/all-of-403",
    "failures/all-of-404",
    "failures/all-of-413",
    "failures/all-of-424",
    "failures/all-of-500",
    "failures/all-of-502",
    "failures/all-of-503",
    "failures/all-of-504",
    "options/shorter-call",
    "retries/not-until-a-distant-date",
)
VIOLATES: Final = ("ERROR-3",)


class _Only429(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.status != 429:
            error.retry_after = None
        return error


sys.exit(run(_Only429))
