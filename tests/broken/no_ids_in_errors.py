"""Reports errors without the request ids.

A new client request id is still sent with each request.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "calls/error-ids-in-sequence",
    "errors/all-of-302",
    "errors/all-of-400",
    "errors/all-of-401",
    "errors/all-of-403",
    "errors/all-of-424",
    "errors/all-of-429",
    "errors/all-of-500",
    "errors/all-of-503",
    "errors/nothing-to-include",
    "errors/request-*",
    "scoring/payload-error",
    "secrets/echoed-in-request-id",
)


class _NoIds(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.request_id = error.client_request_id = None
        return error


sys.exit(run(_NoIds))
