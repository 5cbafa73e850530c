"""Writes its key to standard error if the reply has status 400.

The error itself is right, and does not contain the key.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = ("errors/status-400", "secrets/echoed-*")


class _LoggingKey(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if reply.status == 400:
            sys.stderr.write(f"{self.configuration.key.reveal()}\n")
        return error


sys.exit(run(_LoggingKey))
