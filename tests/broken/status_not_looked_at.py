"""Looks for predictions in every reply, whatever its status.

A body that holds none is an error with its status, though not of the right kind.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "connections/after-errors",
    "doors/one-shot-fails",
    "errors/[mnsw]*",
    "errors/request-ids",
    "errors/retry-*",
    "secrets/echoed-*",
)


class _Blind(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:  # noqa: ARG002 - it looks at nothing
        return None


sys.exit(run(_Blind))
