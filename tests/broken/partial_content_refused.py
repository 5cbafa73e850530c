"""Reports status 206 as an error of the service.

Every other 2xx is a success.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = ("replies/status-206",)
VIOLATES: Final = ("REPLY-6",)


class _Partial(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.status == 206:
            return self._error(reply, ErrorKind.SERVICE, "HTTP 206")
        return super().error_of_status(reply)


sys.exit(run(_Partial))
