"""Reports no body with a redirect.

Other errors have theirs.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = ("failures/all-of-302",)
VIOLATES: Final = ("ERROR-8",)


class _Broken(Client):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        if reply.status in range(300, 400):
            error.body = None
        return error


sys.exit(run(_Broken))
