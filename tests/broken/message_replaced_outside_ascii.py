"""Replaces characters beyond ASCII in the message of an error.

A message in ASCII is reported, and the body is right.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/message-non-ascii",
    "failures/message-unchanged",
)
VIOLATES: Final = ("ERROR-2",)


class _Ascii(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.message = error.message.encode("ascii", "replace").decode()
        return error


sys.exit(run(_Ascii))
