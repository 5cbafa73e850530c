"""Keeps the options of a call for those after it.

A call with options of its own uses them.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringResponse

CAUGHT_BY: Final = (
    "options/beside-another",
    "options/fewer-retries",
    "options/invalid-attempt-negative",
    "options/invalid-attempt-zero",
    "options/invalid-overall-negative",
    "options/invalid-overall-zero",
    "options/invalid-retries-negative",
    "options/longer-attempt",
    "options/more-retries",
    "options/shorter-attempt",
)
VIOLATES: Final = ("OPTIONS-1",)


class _Broken(Client):
    kept: CallOptions | None = None

    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        self.kept = options or self.kept
        return super().call(operation, options=self.kept, **more)


sys.exit(run(_Broken))
