"""Reads predictions from every reply, whatever its status.

A body without predictions is an error with its status, though of the wrong kind.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringError

CAUGHT_BY: Final = (
    "connections/after-errors",
    "modes/one-shot-fails",
    "errors/[mnsw]*",
    "errors/request-ids",
    "errors/retry-*",
    "secrets/echoed-key",
)


class _StatusIgnored(ScoringClient):
    def error_of_status(self, reply: Reply) -> ScoringError | None:  # noqa: ARG002 - it ignores its input
        return None


sys.exit(run(_StatusIgnored))
