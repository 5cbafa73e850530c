"""Opens a new connection after an error reply.

After predictions the connection is reused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "connections/after-400",
    "connections/after-401",
    "connections/after-424",
    "connections/after-429",
    "connections/after-empty-503",
    "connections/after-error-in-chunks",
    "connections/after-errors",
    "connections/after-large-error",
    "connections/after-redirect",
    "connections/after-script-failed",
    "scoring/payload-error",
)
VIOLATES: Final = ("CONNECTION-1",)


class _ClosingAfterErrors(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            self.reconnect()
        return error


sys.exit(run(_ClosingAfterErrors))
