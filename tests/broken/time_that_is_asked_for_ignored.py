"""Waits as long as it likes, whatever time a reply asks for.

The error says what was asked for.
"""

import sys
from datetime import datetime
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "limits/overall-before-a-long-wait",
    "limits/overall-between-attempts",
    "options/shorter-call",
    "retries/configured-5",
    "retries/waits-*",
)
VIOLATES: Final = ("RETRY-6",)


def _wait_after(reply: Reply, retry: int, chance: float, now: datetime) -> float | None:
    if wait_after(reply, retry, chance, now) is None:
        return None
    return retrying.backoff(retry, chance)


wait_after = retrying.wait_after
retrying.wait_after = _wait_after
sys.exit(run(Client))
