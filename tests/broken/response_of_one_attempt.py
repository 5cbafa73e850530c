"""Says of each call that one attempt was made.

An error has all attempts.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = (
    "responses/after-a-503",
    "responses/after-a-broken-connection",
    "responses/after-a-refused-key",
)
VIOLATES: Final = ("RESPONSE-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        return replace(response, attempts=1)


sys.exit(run(_Broken))
