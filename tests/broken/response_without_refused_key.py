"""Does not count the attempt with a key that was refused.

Attempts that failed otherwise count.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = ("responses/after-a-refused-key",)
VIOLATES: Final = ("RESPONSE-1",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        return replace(response, attempts=response.attempts - self.now.call.changed_credential)


sys.exit(run(_Broken))
