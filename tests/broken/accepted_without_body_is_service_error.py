"""Reports a 202 without a body as an error of kind service.

A 202 with predictions is read, and any other 2xx without a body is a format error.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = ("replies/no-content-202",)
VIOLATES: Final = ("REPLY-1",)


class _Waiting(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.status == 202 and not reply.body:
            return self._error(reply, ErrorKind.SERVICE, "HTTP 202")
        return super().error_of_status(reply)


sys.exit(run(_Waiting))
