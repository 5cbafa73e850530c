"""Opens a new connection after three errors.

Two errors leave the connection open, and so do predictions.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = ("connections/after-errors",)
VIOLATES: Final = ("CONNECTION-1",)


class _Renewing(Client):
    errors = 0

    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            self.errors += 1
        if self.errors == 3:
            self.reconnect()
        return error


sys.exit(run(_Renewing))
