"""Lets no call take longer than others.

A shorter limit is kept.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringResponse

CAUGHT_BY: Final = ("options/longer-call",)
VIOLATES: Final = ("OPTIONS-1",)


class _Broken(Client):
    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        if options is not None and options.overall_timeout is not None:
            own = min(options.overall_timeout, self.configuration.overall_timeout)
            options = replace(options, overall_timeout=own)
        return super().call(operation, options=options, **more)


sys.exit(run(_Broken))
