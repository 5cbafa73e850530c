"""Uses the options of the call that was begun last for all that begin with it.

A call that is alone uses its own.
"""

import sys
import time
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import CallOptions, Operation, ScoringResponse

CAUGHT_BY: Final = ("options/beside-another",)
VIOLATES: Final = ("OPTIONS-1",)


class _Broken(Client):
    latest: CallOptions | None = None

    def call(
        self, operation: Operation[Any], options: CallOptions | None = None, **more: Any
    ) -> ScoringResponse[Any]:
        self.latest = options
        time.sleep(0.2)
        return super().call(operation, options=self.latest, **more)


sys.exit(run(_Broken))
