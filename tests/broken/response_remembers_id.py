"""Says of a reply without an id that it has that of the reply before.

Each other reply has its own.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = ("responses/of-each-call",)
VIOLATES: Final = ("RESPONSE-2",)


class _Broken(Client):
    latest: str | None = None

    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        self.latest = response.request_id or self.latest
        return replace(response, request_id=self.latest)


sys.exit(run(_Broken))
