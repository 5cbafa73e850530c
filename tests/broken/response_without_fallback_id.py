"""Knows the id of a reply by one header alone.

An error has that of either header.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation, ScoringResponse

CAUGHT_BY: Final = ("responses/request-id-fallback",)
VIOLATES: Final = ("RESPONSE-2",)


class _Broken(Client):
    def call(self, operation: Operation[Any], **more: Any) -> ScoringResponse[Any]:
        response = super().call(operation, **more)
        reply = self.now.reply
        named = reply is not None and "x-ms-request-id" in reply.headers
        return replace(response, request_id=response.request_id if named else None)


sys.exit(run(_Broken))
