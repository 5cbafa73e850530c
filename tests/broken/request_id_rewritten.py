"""Writes a request id that is a UUID without its dashes.

Other request ids are reported unchanged.
"""

import contextlib
import sys
import uuid
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = ("errors/request-ids",)
VIOLATES: Final = ("ERROR-4",)


class _Hex(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and error.request_id is not None:
            with contextlib.suppress(ValueError):
                error.request_id = uuid.UUID(error.request_id).hex
        return error


sys.exit(run(_Hex))
