"""Opens a new connection after three errors.

Two errors leave the connection open, and so do predictions.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = ("connections/after-errors",)
VIOLATES: Final = ("CONNECTION-1",)


class _Renewing(ScoringClient):
    errors = 0

    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            self.errors += 1
        if self.errors == 3:
            self._transport.close()
            self._transport = Transport(self.configuration.uri)
        return error


sys.exit(run(_Renewing))
