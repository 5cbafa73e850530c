"""Sends an Authorization header without a key in one-shot mode.

With a key it is right, and in a session it is absent.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import (
    Request,
    ScoringClient,
)

CAUGHT_BY: Final = ("modes/one-shot-no-key",)
VIOLATES: Final = ("AUTH-2",)


class _Broken(Client):
    def build_request(self, body: bytes, client_request_id: str) -> Request:
        request = super().build_request(body, client_request_id)
        headers = {"Authorization": "Bearer", **request.headers}
        return dataclasses.replace(request, headers=headers)


if sys.argv[1:] == ["score"]:
    sys.exit(run(_Broken))
sys.exit(run(ScoringClient))
