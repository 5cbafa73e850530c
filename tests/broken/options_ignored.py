"""Makes each call with the settings of its handle.

Its options have no effect, be they valid or not.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = (
    "options/beside-another",
    "options/fewer-retries",
    "options/invalid-attempt-negative",
    "options/invalid-attempt-zero",
    "options/invalid-overall-negative",
    "options/invalid-overall-zero",
    "options/invalid-retries-negative",
    "options/limit-while-waiting-for-a-reply",
    "options/longer-attempt",
    "options/longer-call",
    "options/more-retries",
    "options/of-a-payload",
    "options/of-bytes",
    "options/of-health",
    "options/of-swagger",
    "options/shorter-attempt",
    "options/shorter-call",
)
VIOLATES: Final = ("OPTIONS-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        more.pop("options", None)
        return super().call(operation, **more)


sys.exit(run(_Broken))
