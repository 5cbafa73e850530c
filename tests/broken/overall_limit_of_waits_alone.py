"""Begins no wait that would exceed the overall limit, and ends no attempt there.

An attempt has its own limit.
"""

import math
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "limits/overall-while-connecting",
    "limits/overall-within-an-attempt",
    "options/limit-while-waiting-for-a-reply",
)
VIOLATES: Final = ("LIMIT-3",)


class _Unbounded(Client):
    def send(self, request: Request) -> Reply:
        deadline, request.call.deadline = request.call.deadline, math.inf
        try:
            return super().send(request)
        finally:
            request.call.deadline = deadline


sys.exit(run(_Unbounded))
