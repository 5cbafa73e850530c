"""Begins a wait that exceeds the overall limit, and reports a timeout after it.

What the last attempt has said is lost.
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
)
VIOLATES: Final = ("LIMIT-3",)


class _NeverTooLong(float):
    def __ge__(self, _: object) -> bool:
        return False


def _wait_after(reply: Reply, retry: int, chance: float, now: datetime) -> float | None:
    wait = wait_after(reply, retry, chance, now)
    return None if wait is None else _NeverTooLong(wait)


wait_after = retrying.wait_after
retrying.wait_after = _wait_after
sys.exit(run(Client))
