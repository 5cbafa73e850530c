"""Ignores x-request-id.

The id in x-ms-request-id is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/request-id-fallback",
    "errors/request-id-fallback-*",
)
VIOLATES: Final = ("ERROR-4",)


class _OneHeader(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and "x-ms-request-id" not in reply.headers:
            error.request_id = None
        return error


sys.exit(run(_OneHeader))
