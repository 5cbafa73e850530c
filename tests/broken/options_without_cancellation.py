"""Does not cancel a call with options.

It ends with its handle, as others do.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringResponse

CAUGHT_BY: Final = ("options/given-up-cancel",)
VIOLATES: Final = ("OPTIONS-3",)


class _Broken(Client):
    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        if options is not None:
            more.pop("cancellation", None)
        return super().call(operation, options=options, **more)


sys.exit(run(_Broken))
