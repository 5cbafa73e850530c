"""Reads x-ms-request-id only if the name of the header is in lower case.

Without that header, x-request-id is read.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/request-id-of-two",
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
)
VIOLATES: Final = ("ERROR-4",)


class _Exact(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and "x-ms-request-id" not in set(reply.headers):
            error.request_id = reply.headers.get("x-request-id")
        return error


sys.exit(run(_Exact))
