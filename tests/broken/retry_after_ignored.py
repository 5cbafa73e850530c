"""Never tells how long the reply asks to wait.

A time that is none is no time either, and the kind is right.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = ("errors/retry-after-*seconds",)


class _Hasty(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.retry_after = None
        return error


sys.exit(run(_Hasty))
