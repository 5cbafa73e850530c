"""Waits at least as long as it would if a reply asked for nothing.

A longer wait is obeyed.
"""

import sys
from datetime import datetime
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/configured-5",
    "retries/waits-no-longer-than-asked",
)
VIOLATES: Final = ("RETRY-6",)


def _wait_after(reply: Reply, retry: int, chance: float, now: datetime) -> float | None:
    wait = wait_after(reply, retry, chance, now)
    return None if wait is None else max(wait, retrying.backoff(retry, chance))


wait_after = retrying.wait_after
retrying.wait_after = _wait_after
sys.exit(run(Client))
