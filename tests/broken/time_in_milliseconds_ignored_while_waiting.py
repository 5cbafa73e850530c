"""Waits as long as Retry-After asks for, and ignores its forms in milliseconds.

The error knows all of them.
"""

import sys
from datetime import datetime
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/backs-off-after-zero",
    "retries/configured-5",
    "retries/waits-as-asked-by-azure",
    "retries/waits-as-asked-in-milliseconds",
    "retries/waits-no-longer-than-asked",
)
VIOLATES: Final = ("RETRY-6",)


def _wait_after(reply: Reply, retry: int, chance: float, now: datetime) -> float | None:
    if wait_after(reply, retry, chance, now) is None:
        return None
    seconds = reply.headers.get("retry-after", "")
    return float(seconds) if seconds.isdecimal() else retrying.backoff(retry, chance)


wait_after = retrying.wait_after
retrying.wait_after = _wait_after
sys.exit(run(Client))
