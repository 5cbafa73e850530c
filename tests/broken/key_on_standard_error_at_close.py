"""Writes its key to standard error when it is closed, if a reply had status 400 or 403.

The error itself is right, and does not contain the key.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "connections/after-400",
    "errors/script-failed-400",
    "errors/status-400",
    "errors/status-403",
    "errors/then-scores-403",
    "failures/all-of-400",
    "failures/all-of-403",
    "failures/no-message-of-each-kind",
    "failures/script-failed-in-others",
    "keys/forbidden",
    "modes/one-shot-fails",
    "retries/not-after-400",
    "retries/not-after-403",
    "secrets/echoed-in-member",
    "secrets/echoed-in-two-places",
    "secrets/echoed-in-uri",
    "secrets/echoed-key",
    "secrets/escaped-*",
    "secrets/odd-*",
)
VIOLATES: Final = ("SECRET-1",)


class _LoggingKey(Client):
    _log = ""

    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if reply.status in {400, 403}:
            self._log = f"refused: {self.configuration.key.reveal()}\n"
        return error

    def close(self) -> None:
        super().close()
        sys.stderr.write(self._log)


sys.exit(run(_LoggingKey))
