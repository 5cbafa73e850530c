"""Reports errors without the request ids.

A new client request id is still sent with each request.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "calls/error-ids-in-sequence",
    "errors/nothing-to-include",
    "errors/request-*",
    "failures/all-of-302",
    "failures/all-of-400",
    "failures/all-of-401",
    "failures/all-of-403",
    "failures/all-of-404",
    "failures/all-of-413",
    "failures/all-of-424",
    "failures/all-of-429",
    "failures/all-of-500",
    "failures/all-of-502",
    "failures/all-of-503",
    "failures/all-of-504",
    "keys/both-masked",
    "operations/health-302",
    "operations/health-401",
    "operations/health-404",
    "operations/health-503",
    "responses/of-each-call",
    "retries/three-by-default",
    "scoring/payload-error",
    "secrets/echoed-in-request-id",
)
VIOLATES: Final = ("ERROR-4",)


class _NoIds(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.request_id = error.client_request_id = None
        return error


sys.exit(run(_NoIds))
