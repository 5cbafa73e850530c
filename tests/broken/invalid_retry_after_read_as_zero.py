"""Reports an invalid Retry-After header as zero seconds.

A valid Retry-After is reported correctly.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/retry-after-empty",
    "errors/retry-after-garbage",
    "errors/retry-after-half-a-date",
    "errors/retry-after-hexadecimal",
    "errors/retry-after-infinity",
    "errors/retry-after-iso-date",
    "errors/retry-after-more-than-a-date",
    "errors/retry-after-nan",
    "errors/retry-after-negative",
    "errors/retry-after-no-*",
    "errors/retry-after-past",
    "errors/retry-after-past-rfc-850",
    "errors/retry-after-too-large",
    "errors/retry-after-with-unit",
    "errors/retry-after-zero",
)
VIOLATES: Final = ("ERROR-7",)


class _ZeroWait(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and "Retry-After" in reply.headers:
            error.retry_after = error.retry_after or 0.0
        return error


sys.exit(run(_ZeroWait))
