"""Sends its body with the first attempt alone.

A body that can be read once is used up then.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Request

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("RETRY-4",)


class _Emptied(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        again = self.now.call.attempts > 1
        return super().build_request(b"" if again else body, client_request_id)


sys.exit(run(_Emptied))
