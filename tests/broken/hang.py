"""Stops dead, as a whole program, at a reply with status 502.

Every other call is answered, those in flight beside it included once it is started afresh.
"""

import signal
import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = ("errors/no-message-502",)


class _Frozen(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if reply.status == 502:
            signal.raise_signal(signal.SIGSTOP)
        return error


sys.exit(run(_Frozen))
