"""Drops the bytes of an error's body that are not UTF-8.

All other bytes are reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = ("errors/body-not-utf-8",)
VIOLATES: Final = ("ERROR-8",)


class _Dropping(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and b"\xff" in reply.body:
            error.body = reply.body.decode(errors="ignore")
        return error


sys.exit(run(_Dropping))
