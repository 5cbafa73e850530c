"""Makes no more further attempts for one call than for others.

Fewer are possible.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringResponse

CAUGHT_BY: Final = (
    "options/beside-another",
    "options/more-retries",
)
VIOLATES: Final = ("OPTIONS-1",)


class _Broken(Client):
    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        if options is not None and options.retries is not None:
            own = min(options.retries, self.configuration.retries)
            options = replace(options, retries=own)
        return super().call(operation, options=options, **more)


sys.exit(run(_Broken))
