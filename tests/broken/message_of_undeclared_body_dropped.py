"""Reports no message of a body without a media type.

The message of a body that is declared as anything is reported.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/message-after-long-text",
    "errors/message-beside-huge-number",
    "errors/message-beside-long-integer",
    "failures/message-undeclared",
    "limits/message-at-the-limit",
    "secrets/escaped-*",
)
VIOLATES: Final = ("ERROR-2",)


class _Broken(Client):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        if "content-type" not in reply.headers and not reply.successful:
            error.message = default_message
        return error


sys.exit(run(_Broken))
