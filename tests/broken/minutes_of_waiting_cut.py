"""Waits a few seconds if a reply asks for more than a minute.

Up to a minute is obeyed.
"""

import sys
from datetime import datetime
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, retrying

CAUGHT_BY: Final = (
    "retries/not-after-a-long-*",
    "retries/not-until-a-distant-date",
)
VIOLATES: Final = ("RETRY-7",)


def _wait_after(reply: Reply, retry: int, chance: float, now: datetime) -> float | None:
    wait = wait_after(reply, retry, chance, now)
    if wait is None and retrying.retryable(reply):
        return retrying.backoff(retry, chance)
    return wait


wait_after = retrying.wait_after
retrying.wait_after = _wait_after
sys.exit(run(Client))
