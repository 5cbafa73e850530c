"""Shows a key that the service echoes in the id of a reply.

An error has it masked.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = ("responses/echoed-key",)
VIOLATES: Final = ("RESPONSE-2",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        reply = self.now.reply
        raw = reply and reply.headers.get("x-ms-request-id")
        return replace(response, request_id=raw or response.request_id)


sys.exit(run(_Broken))
