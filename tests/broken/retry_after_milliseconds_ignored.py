"""Reads only Retry-After, and ignores the headers with milliseconds.

A time in seconds is reported, and an invalid one is not.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "errors/retry-after-azure",
    "errors/retry-after-azure-and-seconds",
    "errors/retry-after-both-milliseconds",
    "errors/retry-after-fractions-of-milliseconds",
    "errors/retry-after-milliseconds",
)
VIOLATES: Final = ("ERROR-3",)


class _SecondsOnly(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.retry_after is not None:
            seconds = reply.headers.get("Retry-After")
            error.retry_after = None if seconds is None else float(seconds)
        return error


sys.exit(run(_SecondsOnly))
