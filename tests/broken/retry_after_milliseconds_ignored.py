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
    "replies/not-repeated-model",
    "request/retries-*",
)


class _SecondsOnly(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.retry_after is not None:
            error.retry_after = float(reply.headers["Retry-After"])
        return error


sys.exit(run(_SecondsOnly))
