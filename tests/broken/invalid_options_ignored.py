"""Makes a call with the settings of its handle if its options are invalid.

Valid ones are used.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, ConfigurationError, Operation, ScoringResponse

CAUGHT_BY: Final = (
    "options/invalid-attempt-negative",
    "options/invalid-attempt-zero",
    "options/invalid-overall-negative",
    "options/invalid-overall-zero",
    "options/invalid-retries-negative",
)
VIOLATES: Final = ("OPTIONS-2",)


class _Broken(Client):
    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        try:
            return super().call(operation, options=options, **more)
        except ConfigurationError:
            return super().call(operation, **more)


sys.exit(run(_Broken))
