"""Stops the whole process (SIGSTOP) on a reply with status 502.

Every other call is answered; calls that were in flight are answered after a restart.
"""

import signal
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/no-message-502",
    "errors/status-502",
    "failures/all-of-502",
    "failures/script-failed-in-others",
    "request/retries-zero-502",
)
VIOLATES: Final = ("ERROR-1",)


class _Hanging(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if reply.status == 502:
            signal.raise_signal(signal.SIGSTOP)
        return error


sys.exit(run(_Hanging))
