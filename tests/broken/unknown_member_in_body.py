"""Sends an unknown member beside the rows in the request body.

The rows are right, and the service ignores the unknown member.
"""

import sys
from collections.abc import Iterable
from typing import Final

from _client import Client
from _program import run

CAUGHT_BY: Final = (
    "calls/at-once",
    "calls/in-sequence",
    "keys/secondary-after-401",
    "request/body",
    "retries/after-408",
    "retries/after-429",
    "retries/after-500",
    "retries/after-502",
    "retries/after-502-of-a-front-end",
    "retries/after-503",
    "retries/after-504",
    "retries/after-a-connection-*",
    "retries/after-model-not-ready",
    "retries/backs-*",
    "retries/waits-as-*",
    "scoring/descending",
    "scoring/documented",
    "scoring/documented-*",
    "scoring/numbers-sent",
    "scoring/order",
    "scoring/sent-*",
    "scoring/shape-*",
    "scoring/thousand",
    "scoring/zeros",
    "tls/closed-within-a-reply",
    "tls/reset-within-a-reply",
)
VIOLATES: Final = ("REQUEST-4",)


class _UnknownMember(Client):
    def encode_rows(self, rows: Iterable[Iterable[float]]) -> bytes:
        return super().encode_payload({"data": rows, "method": "predict"})


sys.exit(run(_UnknownMember))
