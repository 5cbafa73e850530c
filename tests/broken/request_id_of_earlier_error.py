"""Repeats the request id of an earlier error in one that has none.

An error that has one reports it.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = ("failures/nothing-of-the-one-before",)
VIOLATES: Final = ("ERROR-7",)


class _Broken(Client):
    latest: str | None = None

    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        self.latest = error.request_id = error.request_id or self.latest
        return error


sys.exit(run(_Broken))
