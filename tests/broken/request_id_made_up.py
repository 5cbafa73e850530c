"""Reports the client request id as the request id if the reply has none.

A request id of the reply is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/nothing-to-include",
    "errors/request-id-echoed",
    "failures/nothing-of-the-one-before",
    "replies/interim-headers",
)
VIOLATES: Final = ("ERROR-7",)


class _MadeUp(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.request_id = error.request_id or error.client_request_id
        return error


sys.exit(run(_MadeUp))
