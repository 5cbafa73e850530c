"""Takes a Retry-After that it cannot read for zero seconds.

A time that can be read is told.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = ("errors/retry-after-garbage",)


class _NoWait(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and "Retry-After" in reply.headers:
            error.retry_after = error.retry_after or 0.0
        return error


sys.exit(run(_NoWait))
