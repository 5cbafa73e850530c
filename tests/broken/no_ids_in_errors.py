"""Reports errors without the request ids.

A new client request id is still sent with each request.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "errors/nothing-to-include",
    "errors/request-*",
    "secrets/echoed-in-request-id",
)
VIOLATES: Final = ("ERROR-4",)


class _NoIds(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.request_id = error.client_request_id = None
        return error


sys.exit(run(_NoIds))
