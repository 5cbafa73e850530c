"""Writes a log line among the answers on standard output if the reply has status 500.

The answer that follows is right, and so are all others.
"""

import sys
from typing import Final

from azureml_scoring import Reply, ScoringClient, ScoringError
from azureml_scoring.program import session

CAUGHT_BY: Final = ("errors/no-message-500", "errors/script-failed", "errors/status-500")


class _Logging(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.status == 500:
            sys.stdout.write("WARNING the service answered with 500\n")
            sys.stdout.flush()
        return super().error_of_status(reply)


sys.exit(session.serve(_Logging, stdout=sys.stdout.buffer))
