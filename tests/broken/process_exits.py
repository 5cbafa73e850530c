"""Exits with status 70 on a reply with status 503.

Every other call is answered; calls that were in flight are answered after a restart.
"""

import os
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "connections/after-empty-503",
    "errors/retry-after-with-503",
    "errors/script-failed-503",
    "errors/status-503",
    "failures/all-of-503",
    "failures/kind-despite-headers",
    "limits/overall-between-attempts",
    "operations/health-503",
    "options/beside-another",
    "options/fewer-retries",
    "options/more-retries",
    "options/of-a-payload",
    "options/of-bytes",
    "options/of-health",
    "options/of-swagger",
    "options/shorter-call",
    "request/retries-zero-503",
    "retries/configured-*",
    "retries/not-after-script-failed-503",
    "retries/not-until-a-distant-date",
)
VIOLATES: Final = ("ERROR-1",)


class _Exiting(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if reply.status == 503:
            os._exit(70)
        return error


sys.exit(run(_Exiting))
