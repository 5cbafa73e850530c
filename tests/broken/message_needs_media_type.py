"""Reads the message of an error only if its media type is exactly application/json.

Predictions of any media type are read.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = ("errors/message-as-*",)
VIOLATES: Final = ("ERROR-2",)


class _Strict(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        media_type = reply.headers.get("content-type", "application/json")
        if error is not None and media_type != "application/json":
            error.message = f"HTTP {reply.status}"
        return error


sys.exit(run(_Strict))
