"""Sends the same client request id with calls that overlap.

Calls one after the other have different ids.
"""

import sys
import time
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = ("calls/ids-at-once",)
VIOLATES: Final = ("IDENTITY-2",)


class _Sharing(Client):
    in_flight = 0
    shared = ""

    def build_request(self, body: bytes, client_request_id: str) -> Request:
        if self.in_flight == 0:
            self.shared = client_request_id
        self.in_flight += 1
        return super().build_request(body, self.shared)

    def send(self, request: Request) -> Reply:
        try:
            reply = super().send(request)
            time.sleep(0.1)  # so that calls overlap that begin at the same time
            return reply
        finally:
            self.in_flight -= 1


sys.exit(run(_Sharing))
