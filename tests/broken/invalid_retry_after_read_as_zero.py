"""Reports an invalid Retry-After header as zero seconds.

A valid Retry-After is reported correctly.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = ("errors/retry-after-garbage",)


class _ZeroWait(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and "Retry-After" in reply.headers:
            error.retry_after = error.retry_after or 0.0
        return error


sys.exit(run(_ZeroWait))
