"""Writes its key to standard error where the service answers with 400.

The error itself is right, and holds no key.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = ("errors/status-400", "secrets/echoed-*")


class _Chatty(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if reply.status == 400:
            sys.stderr.write(f"{self.configuration.key.reveal()}\n")
        return error


sys.exit(run(_Chatty))
