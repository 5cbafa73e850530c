"""Reports a request id that is its key.

A key that is echoed elsewhere is masked.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "keys/both-masked",
    "secrets/echoed-in-request-id",
)
VIOLATES: Final = ("SECRET-2",)


class _Unmasked(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.request_id = reply.headers.get("x-ms-request-id", error.request_id)
        return error


sys.exit(run(_Unmasked))
