"""Makes a call with options with a client of its own.

The keys and limits are the same.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringClient, ScoringResponse

CAUGHT_BY: Final = (
    "options/given-up-close",
    "options/same-connection",
    "options/same-key",
)
VIOLATES: Final = ("OPTIONS-3",)


class _Broken(Client):
    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        if options is None:
            return super().call(operation, **more)
        made = self.configuration
        key, other = (one and one.reveal() for one in (made.key, made.secondary_key))
        with ScoringClient(
            made.uri, key, secondary_key=other, retries=made.retries, environment={}
        ) as single:
            return single.call(operation, options, **more)


sys.exit(run(_Broken))
