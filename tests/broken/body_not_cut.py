"""Reports a body whole, however long it is.

A body within the limit is whole.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "errors/body-beyond-the-limit",
    "errors/body-far-beyond-the-limit",
)


class _Broken(ScoringClient):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        key = self.configuration.key
        text = reply.body.decode(errors="replace")
        error.body = text if key is None else key.mask(text)
        return error


sys.exit(run(_Broken))
