"""Never reports how long the reply asks to wait.

An invalid time is not reported either, and the kind of the error is right.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/retry-after-azure",
    "errors/retry-after-azure-*",
    "errors/retry-after-both-milliseconds",
    "errors/retry-after-date-*",
    "errors/retry-after-fractions",
    "errors/retry-after-fractions-of-milliseconds",
    "errors/retry-after-half-a-second",
    "errors/retry-after-milliseconds",
    "errors/retry-after-milliseconds-*",
    "errors/retry-after-seconds",
    "errors/retry-after-seconds-*",
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
    "failures/all-of-429",
    "failures/all-of-500",
    "failures/all-of-502",
    "failures/all-of-503",
    "failures/all-of-504",
    "limits/overall-before-a-long-wait",
    "options/shorter-call",
    "retries/not-after-a-long-*",
    "retries/not-until-a-distant-date",
)
VIOLATES: Final = ("ERROR-3",)


class _NoRetryAfter(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.retry_after = None
        return error


sys.exit(run(_NoRetryAfter))
