"""Lets each attempt take as long as the limit of its handle.

A longer limit is kept.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringResponse

CAUGHT_BY: Final = (
    "options/invalid-attempt-negative",
    "options/invalid-attempt-zero",
    "options/shorter-attempt",
)
VIOLATES: Final = ("OPTIONS-1",)


class _Broken(Client):
    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        if options is not None and options.attempt_timeout is not None:
            own = max(options.attempt_timeout, self.configuration.attempt_timeout)
            options = replace(options, attempt_timeout=own)
        return super().call(operation, options=options, **more)


sys.exit(run(_Broken))
