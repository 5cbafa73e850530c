"""Takes 203 and 208 for failures.

Other 2xx are successes.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "replies/status-others",
    "responses/of-a-payload",
    "responses/of-bytes",
    "responses/of-each-call",
    "responses/of-health",
    "responses/of-swagger",
)
VIOLATES: Final = ("REPLY-6",)


class _Broken(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.status in {203, 208}:
            return self._error(reply, ErrorKind.SERVICE, f"HTTP {reply.status}")
        return super().error_of_status(reply)


sys.exit(run(_Broken))
