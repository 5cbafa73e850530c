"""Ignores the options with which bytes are scored.

All else is asked for with them.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringResponse

CAUGHT_BY: Final = ("options/of-bytes",)
VIOLATES: Final = ("OPTIONS-1",)


class _Broken(Client):
    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        of_bytes = operation.content_type not in {None, "application/json"}
        return super().call(operation, options=None if of_bytes else options, **more)


sys.exit(run(_Broken))
