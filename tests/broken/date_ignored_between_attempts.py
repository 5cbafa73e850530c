"""Waits before a further attempt as if a reply that names a date named nothing.

The error includes the time until that date.
"""

import sys
from datetime import datetime
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, retrying

CAUGHT_BY: Final = ("retries/not-until-a-distant-date",)
VIOLATES: Final = ("RETRY-7",)


def _wait_after(reply: Reply, retry: int, chance: float, now: datetime) -> float | None:
    if " " in reply.headers.get("retry-after", "") and retrying.retryable(reply):
        return retrying.backoff(retry, chance)
    return wait_after(reply, retry, chance, now)


wait_after = retrying.wait_after
retrying.wait_after = _wait_after
sys.exit(run(ScoringClient))
