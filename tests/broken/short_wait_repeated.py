"""Repeats a call once if the reply asks to wait for less than a tenth of a second.

A reply that asks for more is reported.
"""

import sys
from datetime import UTC, datetime
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request
from azureml_scoring.retry_after import retry_after

CAUGHT_BY: Final = (
    "keys/changed-once",
    "options/beside-another",
    "options/fewer-retries",
    "options/more-retries",
    "options/of-a-payload",
    "options/of-bytes",
    "options/of-health",
    "options/of-swagger",
    "replies/not-repeated-model",
    "request/retries-*",
    "responses/after-a-503",
    "retries/configured-*",
    "retries/not-after-307",
    "retries/not-after-400",
    "retries/not-after-401",
    "retries/not-after-403",
    "retries/not-after-404",
    "retries/not-after-409",
    "retries/not-after-413",
    "retries/not-after-424",
    "retries/not-after-425",
    "retries/not-after-431",
    "retries/not-after-501",
    "retries/not-after-505",
    "retries/not-after-model-error",
    "retries/not-after-no-prediction",
    "retries/not-after-script-*",
    "retries/not-after-too-many-pending",
    "retries/three-by-default",
)
VIOLATES: Final = ("REQUEST-1",)


class _Patient(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        wait = retry_after(reply.headers, datetime.now(UTC))
        return reply if wait is None or wait >= 0.1 else super().send(request)


sys.exit(run(_Patient))
