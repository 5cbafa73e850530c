"""Ignores the options of a question about the service itself.

Predictions are asked for with theirs.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringResponse

CAUGHT_BY: Final = (
    "options/of-health",
    "options/of-swagger",
)
VIOLATES: Final = ("OPTIONS-1",)


class _Broken(Client):
    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        own = options if operation.method == "POST" else None
        return super().call(operation, options=own, **more)


sys.exit(run(_Broken))
