"""Dies of a reply with status 503.

Every other call is answered, those in flight beside it included once it is started afresh.
"""

import os
import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = ("errors/status-503",)


class _Mortal(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if reply.status == 503:
            os._exit(70)
        return error


sys.exit(run(_Mortal))
